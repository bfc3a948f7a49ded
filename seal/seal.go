// Package seal keeps small secrets, such as tokens of workspaces, so that who reads
// the database alone cannot use them: AES-256 in Galois/Counter Mode, under one of
// several keys, each with a name that stands with what it sealed. It imports nothing
// of ours.
//
// Start reading at Ring.
package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// keyBytes is how long a key is.
const keyBytes = 32

// ErrKey: something was sealed under a key that is not on the ring.
var ErrKey = errors.New("it was sealed under a key that is not given")

// ErrBroken: what was sealed was changed, or belongs elsewhere.
var ErrBroken = errors.New("what was sealed is damaged, or was put in another place")

// Ring is the keys by their names. The first one seals; all of them open.
type Ring struct {
	first string
	keys  map[string]cipher.AEAD
}

var keyName = regexp.MustCompile(`^[A-Za-z0-9_-]{1,32}$`)

// Parse reads keys as they are configured: NAME:BASE64, several with commas, the one
// that seals first. What it says is wrong repeats no key.
func Parse(setting string) (*Ring, error) {
	r := &Ring{keys: map[string]cipher.AEAD{}}
	for i, one := range strings.Split(setting, ",") {
		name, encoded, ok := strings.Cut(strings.TrimSpace(one), ":")
		switch {
		case !ok || !keyName.MatchString(name):
			return nil, fmt.Errorf("key %d has no name of letters and digits with a colon after it", i+1)
		case r.keys[name] != nil:
			return nil, fmt.Errorf("the name %s stands twice", name)
		}
		key, err := base64.StdEncoding.DecodeString(encoded)
		if err != nil || len(key) != keyBytes {
			return nil, fmt.Errorf("the key %s is not base64 of %d bytes", name, keyBytes)
		}
		block, err := aes.NewCipher(key)
		if err != nil {
			return nil, err
		}
		if r.keys[name], err = cipher.NewGCM(block); err != nil {
			return nil, err
		}
		if r.first == "" {
			r.first = name
		}
	}
	return r, nil
}

// Seal seals a secret for a place: only there it can be opened again.
func (r *Ring) Seal(secret, place string) []byte {
	aead := r.keys[r.first]
	nonce := make([]byte, aead.NonceSize())
	_, _ = rand.Read(nonce) // never fails (crypto/rand)
	sealed := append([]byte(r.first+":"), nonce...)
	return aead.Seal(sealed, nonce, []byte(secret), bound(r.first, place))
}

// Open is the secret that was sealed for a place.
func (r *Ring) Open(sealed []byte, place string) (string, error) {
	name := NameOf(sealed)
	aead := r.keys[name]
	if aead == nil {
		return "", fmt.Errorf("%w: %s", ErrKey, name)
	}
	rest := sealed[len(name)+1:]
	if len(rest) < aead.NonceSize() {
		return "", ErrBroken
	}
	secret, err := aead.Open(nil, rest[:aead.NonceSize()], rest[aead.NonceSize():], bound(name, place))
	if err != nil {
		return "", ErrBroken
	}
	return string(secret), nil
}

// Current reports whether something was sealed under the key that seals now.
func (r *Ring) Current(sealed []byte) bool { return NameOf(sealed) == r.first }

// NameOf is the name of the key under which something was sealed.
func NameOf(sealed []byte) string {
	name, _, ok := strings.Cut(string(sealed), ":")
	if !ok || !keyName.MatchString(name) {
		return ""
	}
	return name
}

// bound is what a sealed secret is tied to.
func bound(name, place string) []byte { return []byte(name + "\x00" + place) }

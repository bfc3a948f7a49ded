package mattermost

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"
)

// errForged is a token that we did not make, or not for this purpose.
var errForged = errors.New("not signed by us")

// secret signs what passes through other hands.
type secret []byte

func (s secret) mac(purpose, payload string) []byte {
	m := hmac.New(sha256.New, s)
	m.Write([]byte(purpose + "\x00" + payload))
	return m.Sum(nil)
}

// seal writes a value down so that it can be told from any that we did not
// write, or wrote for another purpose. It hides nothing.
func (s secret) seal(purpose string, v any) (string, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return "", err
	}
	payload := base64.RawURLEncoding.EncodeToString(raw)
	return payload + "." + base64.RawURLEncoding.EncodeToString(s.mac(purpose, payload)), nil
}

// open reads what seal wrote; anything else is errForged.
func (s secret) open(purpose, sealed string, into any) error {
	payload, sum, ok := strings.Cut(sealed, ".")
	if !ok {
		return errForged
	}
	got, err := base64.RawURLEncoding.DecodeString(sum)
	if err != nil || !hmac.Equal(got, s.mac(purpose, payload)) {
		return errForged
	}
	raw, err := base64.RawURLEncoding.DecodeString(payload)
	if err != nil || json.Unmarshal(raw, into) != nil {
		return errForged
	}
	return nil
}

// digest is how a value that is itself secret, or says too much, is written
// down: it can be compared and not read.
func (s secret) digest(purpose, value string) string {
	return hex.EncodeToString(s.mac(purpose, value)[:16])
}

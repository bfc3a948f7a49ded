package seal_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lotsenfunk/seal"
)

func key(letter string) string {
	return base64.StdEncoding.EncodeToString([]byte(strings.Repeat(letter, 32)))
}

// failer is a test, or a part of one that is drawn.
type failer interface{ Fatal(...any) }

func ring(t failer, setting string) *seal.Ring {
	r, err := seal.Parse(setting)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// A new key seals from then on; what the old one sealed opens as long as that is given.
func TestKeysChange(t *testing.T) {
	old := ring(t, "2026:"+key("a"))
	sealed := old.Seal("xoxb-1", "slack/T1/token")
	both := ring(t, "2027:"+key("b")+", 2026:"+key("a"))
	if got, err := both.Open(sealed, "slack/T1/token"); got != "xoxb-1" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	if both.Current(sealed) || !both.Current(both.Seal("x", "p")) {
		t.Error("which key sealed is not known")
	}
	if _, err := ring(t, "2027:"+key("b")).Open(sealed, "slack/T1/token"); !errors.Is(err, seal.ErrKey) || !strings.Contains(err.Error(), "2026") {
		t.Errorf("without the old key: %v", err)
	}
	if _, err := ring(t, "2026:"+key("c")).Open(sealed, "slack/T1/token"); !errors.Is(err, seal.ErrBroken) {
		t.Errorf("with another key of that name: %v", err)
	}
	if _, err := old.Open(sealed, "slack/T2/token"); !errors.Is(err, seal.ErrBroken) {
		t.Errorf("in another place: %v", err)
	}
}

func TestParse(t *testing.T) {
	for setting, want := range map[string]string{
		"":                                 "has no name",
		key("a"):                           "has no name",
		"2026:kurz":                        "the key 2026 is not base64 of 32 bytes",
		"a b:" + key("a"):                  "has no name",
		"a:" + key("a") + ",b":             "key 2 has no name",
		"a:" + key("a") + ",a:" + key("b"): "the name a stands twice",
	} {
		_, err := seal.Parse(setting)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), key("a")) {
			t.Errorf("%q: %v", setting, err)
		}
	}
}

// Whatever is sealed opens again, never stands there, is never twice the same, and does
// not open with a single bit changed.
func TestSeal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := ring(t, "k:"+key("a"))
		secret, place := rapid.String().Draw(t, "secret"), rapid.String().Draw(t, "place")
		sealed := r.Seal(secret, place)
		if got, err := r.Open(sealed, place); got != secret || err != nil {
			t.Fatalf("%q, %v", got, err)
		}
		if len(secret) > 3 && bytes.Contains(sealed, []byte(secret)) {
			t.Fatal("the secret stands there")
		}
		if bytes.Equal(sealed, r.Seal(secret, place)) {
			t.Fatal("sealed twice it is the same")
		}
		at := rapid.IntRange(0, len(sealed)*8-1).Draw(t, "bit")
		sealed[at/8] ^= 1 << (at % 8)
		if got, err := r.Open(sealed, place); err == nil {
			t.Fatalf("changed it opens: %q", got)
		}
	})
}

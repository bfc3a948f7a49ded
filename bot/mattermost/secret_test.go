package mattermost

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/mattermost/mattermost/server/public/model"
)

var testKey = secret(bytes.Repeat([]byte{7}, 32))

func TestSeal(t *testing.T) {
	sealed, err := testKey.seal(sealPress, press{Tenant: "t", Action: "idea.vote", Value: "12"})
	if err != nil {
		t.Fatal(err)
	}
	var p press
	if err := testKey.open(sealPress, sealed, &p); err != nil || p.Action != "idea.vote" || p.Value != "12" {
		t.Errorf("opened: %+v, %v", p, err)
	}
	payload, sum, _ := strings.Cut(sealed, ".")
	other, err := testKey.seal(sealPress, press{Tenant: "t", Action: "idea.accept", Value: "12"})
	if err != nil {
		t.Fatal(err)
	}
	otherPayload, _, _ := strings.Cut(other, ".")
	for name, forged := range map[string]string{
		"nothing": "", "no sum": payload, "an empty sum": payload + ".", "another's sum": otherPayload + "." + sum,
		"half a sum": payload + "." + sum[:len(sum)/2], "no payload": "." + sum, "noise": "%%%.%%%",
	} {
		if err := testKey.open(sealPress, forged, &p); err == nil {
			t.Errorf("%s is taken for ours", name)
		}
	}
	if testKey.open(sealForm, sealed, &p) == nil {
		t.Error("a button is taken for a form")
	}
	if secret(bytes.Repeat([]byte{8}, 32)).open(sealPress, sealed, &p) == nil {
		t.Error("another installation's button is taken for ours")
	}
}

// FuzzOpen: nothing is taken for ours that we did not seal.
func FuzzOpen(f *testing.F) {
	f.Add("a.b")
	f.Add("eyJ0IjoidCJ9.AAAA")
	f.Fuzz(func(t *testing.T, sealed string) {
		var p press
		if testKey.open(sealPress, sealed, &p) == nil {
			t.Errorf("%q is taken for ours", sealed)
		}
	})
}

func TestTriggersAreVouchedFor(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	f := factsFrom(map[string]string{"AsymmetricSigningPublicKey": base64.StdEncoding.EncodeToString(der), "Version": "6.6.0"})
	anna, ben := model.NewId(), model.NewId()
	_, trigger, appErr := model.GenerateTriggerId(anna, key)
	if appErr != nil {
		t.Fatal(appErr)
	}
	if !f.vouches(trigger, anna) {
		t.Error("the server's own trigger is refused")
	}
	stranger, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	_, forged, appErr := model.GenerateTriggerId(anna, stranger)
	if appErr != nil {
		t.Fatal(appErr)
	}
	if f.vouches(trigger, ben) || f.vouches(forged, anna) || f.vouches("", anna) || f.vouches("x", anna) {
		t.Error("a forged trigger is taken for the server's")
	}
	if !factsFrom(nil).vouches("x", anna) {
		t.Error("where the server gives no key nobody could do anything")
	}
}

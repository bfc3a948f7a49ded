package main

import (
	"bytes"
	"os"
	"testing"
)

func TestStatesAreCurrent(t *testing.T) {
	want, err := page()
	if err != nil {
		t.Fatal(err)
	}
	have, err := os.ReadFile("../states.md")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(have, want) {
		t.Error("docs/states.md is stale: run go generate ./...")
	}
}

package main

import (
	"bytes"
	"os"
	"testing"
)

func TestStatesAreCurrent(t *testing.T) {
	current(t, page, "../states.md")
}

func TestDataFieldsAreCurrent(t *testing.T) {
	current(t, fieldsPage, "../data-fields.md")
}

func current(t *testing.T, write func() ([]byte, error), file string) {
	t.Helper()
	want, err := write()
	if err != nil {
		t.Fatal(err)
	}
	have, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(have, want) {
		t.Errorf("%s is stale: run go generate ./...", file)
	}
}

package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"lotsenfunk/privacy"
)

func TestStatesAreCurrent(t *testing.T) {
	current(t, page, "../states.md")
}

func TestDataFieldsAreCurrent(t *testing.T) {
	current(t, fieldsPage, "../data-fields.md")
}

func TestConfigurationIsCurrent(t *testing.T) {
	current(t, configPage, "../configuration.md")
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

// TestGermanPagesTellTheRetention: works council, data protection and the draft
// agreement name the same days as the program.
func TestGermanPagesTellTheRetention(t *testing.T) {
	for _, page := range []string{"personalrat.md", "datenschutz.md", "dienstvereinbarung.md"} {
		text, err := os.ReadFile(filepath.Join("../de", page))
		if err != nil {
			t.Fatal(err)
		}
		for _, days := range []int{privacy.NotesDays, privacy.LogDays, privacy.QuestionDays, privacy.AuthorDays} {
			if !regexp.MustCompile(fmt.Sprintf(`\b%d Tagen?\b`, days)).Match(text) {
				t.Errorf("%s does not say that something is deleted after %d days", page, days)
			}
		}
	}
}

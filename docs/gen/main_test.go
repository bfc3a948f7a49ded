package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
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

func TestSlackPageIsCurrent(t *testing.T) {
	current(t, slackPage("../slack.md"), "../slack.md")
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

// TestLinks: what a page refers to is there.
func TestLinks(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#\s]+)(?:#[^)]*)?\)`)
	pages, err := filepath.Glob("../*.md")
	if err != nil {
		t.Fatal(err)
	}
	german, err := filepath.Glob("../de/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range append(append(pages, german...), "../../README.md") {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range link.FindAllSubmatch(text, -1) {
			to := string(found[1])
			if strings.Contains(to, "://") {
				continue
			}
			if _, err := os.Stat(filepath.Join(filepath.Dir(page), to)); err != nil {
				t.Errorf("%s refers to %s: %v", page, to, err)
			}
		}
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

package setup_test

import (
	"os"
	"strings"
	"testing"

	"lotsenfunk/setup"
)

// What has to be requested beforehand stands in the documentation in the same
// words.
func TestRequirementsAreDocumented(t *testing.T) {
	page, err := os.ReadFile("../docs/mattermost.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, begins := strings.Cut(string(page), "<!-- requirements -->\n")
	said, _, ends := strings.Cut(rest, "<!-- /requirements -->")
	if !begins || !ends || strings.TrimSpace(said) != strings.TrimSpace(setup.Requirements) {
		t.Errorf("between <!-- requirements --> and <!-- /requirements --> docs/mattermost.md has to have setup/requirements.md")
	}
}

package deploy_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// dockerfile is a Dockerfile as far as this project uses one: stages of
// instructions, one a line, a line that ends in \ going on.
type dockerfile struct{ stages []stage }

type stage struct {
	from, name string
	steps      []step
}

// step is an instruction, its flags and what follows them.
type step struct {
	word  string
	flags map[string]string
	rest  string
}

func readDockerfile(t *testing.T) dockerfile {
	t.Helper()
	raw, err := os.ReadFile("../Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	var d dockerfile
	half := ""
	for _, line := range strings.Split(string(raw), "\n") {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		if before, goesOn := strings.CutSuffix(line, `\`); goesOn {
			half += before
			continue
		}
		s := parseStep(half + line)
		half = ""
		if s.word == "FROM" {
			from := strings.Fields(s.rest)
			d.stages = append(d.stages, stage{from: from[0]})
			if len(from) == 3 && from[1] == "AS" {
				d.stages[len(d.stages)-1].name = from[2]
			}
			continue
		}
		if len(d.stages) == 0 {
			t.Fatalf("%s stands before FROM", s.word)
		}
		last := &d.stages[len(d.stages)-1]
		last.steps = append(last.steps, s)
	}
	return d
}

func parseStep(line string) step {
	word, rest, _ := strings.Cut(line, " ")
	s := step{word: word, flags: map[string]string{}, rest: strings.TrimSpace(rest)}
	for strings.HasPrefix(s.rest, "--") {
		flag, after, _ := strings.Cut(s.rest, " ")
		name, value, _ := strings.Cut(strings.TrimPrefix(flag, "--"), "=")
		s.flags[name], s.rest = value, strings.TrimSpace(after)
	}
	return s
}

// image is the last stage: the one that is shipped.
func (d dockerfile) image() stage { return d.stages[len(d.stages)-1] }

// all are the steps with a word.
func (s stage) all(word string) []step {
	var found []step
	for _, one := range s.steps {
		if one.word == word {
			found = append(found, one)
		}
	}
	return found
}

// only is the one step with a word.
func (s stage) only(t *testing.T, word string) step {
	t.Helper()
	found := s.all(word)
	if len(found) != 1 {
		t.Fatalf("the stage has %d times %s, not once", len(found), word)
	}
	return found[0]
}

// words is a command in its JSON form, the only one that needs no shell.
func words(t *testing.T, text string) []string {
	t.Helper()
	var list []string
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		t.Fatalf("%s is not in the form that needs no shell: %v", text, err)
	}
	return list
}

// environment are the ENV lines of the stage.
func (s stage) environment() []string {
	var all []string
	for _, one := range s.all("ENV") {
		all = append(all, strings.Fields(one.rest)...)
	}
	return all
}

// TestDockerfile holds the image to what it promises.
func TestDockerfile(t *testing.T) {
	d := readDockerfile(t)
	if d.image().from != "scratch" {
		t.Errorf("the image is made from %s, not from nothing", d.image().from)
	}
	for _, s := range d.stages[:len(d.stages)-1] {
		if !regexp.MustCompile(`:\d+\.\d+`).MatchString(s.from) {
			t.Errorf("the stage %s is built from %s, which names no version", s.name, s.from)
		}
	}
	if user := d.image().only(t, "USER").rest; !regexp.MustCompile(`^[1-9]\d*:[1-9]\d*$`).MatchString(user) {
		t.Errorf("the user %s is no number, or root", user)
	}
	if len(d.image().all("RUN")) > 0 {
		t.Error("the image runs something while it is built, but has no shell")
	}
	for _, s := range d.image().all("COPY") {
		if s.flags["from"] == "" {
			t.Errorf("COPY %s brings something in that was not built", s.rest)
		}
	}
	labels := d.image().only(t, "LABEL").rest
	for _, label := range []string{"title", "description", "licenses", "source", "version", "vendor", "url"} {
		if !strings.Contains(labels, "org.opencontainers.image."+label+"=") {
			t.Errorf("the label %s is missing", label)
		}
	}
	check := d.image().only(t, "HEALTHCHECK")
	for _, flag := range []string{"interval", "timeout", "start-period", "retries"} {
		if check.flags[flag] == "" {
			t.Errorf("HEALTHCHECK has no --%s", flag)
		}
	}
	build := buildCommand(t, d)
	for _, part := range []string{"CGO_ENABLED=0", "-trimpath", "main.release=${VERSION}"} {
		if !strings.Contains(build, part) {
			t.Errorf("%s: %s is missing", build, part)
		}
	}
	goVersion := regexp.MustCompile(`(?m)^go (\d+\.\d+)`)
	mod, err := os.ReadFile("../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if want := "golang:" + goVersion.FindStringSubmatch(string(mod))[1]; d.stages[0].from != want {
		t.Errorf("it is built by %s, and go.mod asks for %s", d.stages[0].from, want)
	}
}

// buildCommand is the line that builds the program.
func buildCommand(t *testing.T, d dockerfile) string {
	t.Helper()
	for _, run := range d.stages[0].all("RUN") {
		if strings.Contains(run.rest, "go build") {
			return run.rest
		}
	}
	t.Fatal("no line runs go build")
	return ""
}

// ignored reports whether .dockerignore keeps a path from the builder. It knows
// the three kinds of pattern that ours has: a path, **/ before a name, and a *.
func ignored(t *testing.T, patterns []string, path string) bool {
	t.Helper()
	parts := strings.Split(filepath.ToSlash(path), "/")
	for _, p := range patterns {
		name, anywhere := strings.CutPrefix(p, "**/")
		for i, part := range parts {
			ok, err := filepath.Match(name, part)
			if err != nil {
				t.Fatal(err)
			}
			if ok && (anywhere || i == 0) {
				return true
			}
		}
	}
	return false
}

func dockerignore(t *testing.T) []string {
	t.Helper()
	raw, err := os.ReadFile("../.dockerignore")
	if err != nil {
		t.Fatal(err)
	}
	var patterns []string
	for _, line := range strings.Split(string(raw), "\n") {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			patterns = append(patterns, line)
		}
	}
	return patterns
}

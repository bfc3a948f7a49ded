// Package townfile reads a town from a YAML file: its organisation, people,
// channels, ideas, projects, packages and questions. The demo town of
// Birkenfurt is built in.
//
// Reading is strict: an unknown key, a reference to nobody and a state that
// does not exist are errors that name the line or the entry. It imports
// townhall only; loading a town into a database is the program's business.
// Start reading at Parse, then Town.
package townfile

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"lotsenfunk/townhall"
)

//go:embed demo.yaml
var demo []byte

// Demo is the built-in demo town, Stadt Birkenfurt.
func Demo() (*Town, error) { return Parse("demo.yaml", demo) }

// Schema is the version of the format that Parse reads.
const Schema = 1

// Town is a town ready to be loaded into an empty database. Things have their
// numbers: ideas, projects, work packages and help requests in the order of the
// file.
type Town struct {
	Organisation townhall.Organisation
	// Reference is the day at which a turned clock begins, at 09:00 local.
	Reference    townhall.Date
	Departments  []townhall.Department
	Contacts     []townhall.Contact
	Channels     []townhall.Channel
	People       []townhall.Person
	Participants []townhall.PersonID
	Cohort       *townhall.Cohort // nil if the file has no programme
	Ideas        []Idea
	Projects     []townhall.Project
	WorkPackages []townhall.WorkPackage
	Mandates     []townhall.Mandate
	HelpRequests []townhall.HelpRequest
	Decisions    []townhall.Decision
}

// Idea is an idea and who supports it.
type Idea struct {
	townhall.Idea
	Voters []townhall.PersonID
}

// Start is the moment at which a turned clock begins.
func (t *Town) Start() time.Time { return t.Reference.At(9, 0, t.Organisation.Location()) }

// Parse reads a town. Name is the file's, for errors.
func Parse(name string, data []byte) (*Town, error) {
	var f file
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(&f); err != nil {
		if errors.Is(err, io.EOF) {
			err = errors.New("the file is empty")
		}
		return nil, fmt.Errorf("%s: %s", name, plain(err))
	}
	if err := dec.Decode(new(file)); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: more than one document", name)
	}
	town, err := f.town()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return town, nil
}

// plain makes one readable line of the decoder's error.
func plain(err error) string {
	var typed *yaml.TypeError
	if !errors.As(err, &typed) {
		return strings.TrimPrefix(err.Error(), "yaml: ")
	}
	first := typed.Errors[0]
	if at, rest, ok := strings.Cut(first, ": field "); ok { // line 7: field colour not found in type townfile.person
		if key, _, ok := strings.Cut(rest, " not found in type"); ok {
			return fmt.Sprintf("%s: unknown key %q", at, key)
		}
	}
	return first
}

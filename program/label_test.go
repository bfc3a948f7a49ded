package program_test

import (
	"strings"
	"testing"

	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

// A town calls its Lotsen what it likes, in what it reads and in what it types.
func TestRoleLabel(t *testing.T) {
	town := demo(t)
	town.Organisation.RoleLabel = townhall.RoleLabel{SingularF: "Innovatorin", SingularM: "Innovator", Plural: "Innovatorinnen und Innovatoren"}
	h := newHall(t, storagetest.SQLite(t), town)
	const chat = `
sb-info: /lotse Wie geht das?
expect sb-info: Das sehen: 8 Innovatorinnen und Innovatoren und die Koordination.
sb-info: /lotse dürfen
expect sb-info: Was Innovatorinnen und Innovatoren dürfen
sb-info: Wie geht denn das?
expect sb-info: [Als Idee einreichen] [Innovatorinnen und Innovatoren fragen]
dl-koordination: /lotsenfunk rollen geben sb-info innovator
expect dl-koordination: Innovatorin oder Innovator
`
	if err := h.Play(t.Context(), "label", strings.NewReader(chat), nil); err != nil {
		t.Error(err)
	}
}

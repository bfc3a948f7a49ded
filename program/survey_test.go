package program_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lotsenfunk/storage/storagetest"
)

// TestNoAnswerOfASurveyIsAnybodys lets five people answer a survey twice over, in two
// databases: in another order, each with other answers, of which only the sums are
// the same. Whoever reads every column of every table reads the same in both: so
// nothing there says who answered what, when, in which order, or which two answers
// were given together. What the playground keeps of its chats is left out, as the
// logs of any chat platform would be.
func TestNoAnswerOfASurveyIsAnybodys(t *testing.T) {
	once := []string{"sb-kita ja nein", "sb-steuern ja teils", "lotse-bildung teils ja", "lotse-ordnung nein teils", "lotse-kultur ja ja"}
	again := []string{"lotse-kultur nein teils", "lotse-ordnung ja teils", "sb-steuern ja ja", "sb-kita teils nein", "lotse-bildung ja ja"}
	for engine, open := range map[string]func(testing.TB) *storagetest.Database{"sqlite": storagetest.SQLite, "postgres": storagetest.Postgres} {
		t.Run(engine, func(t *testing.T) {
			first, second := afterSurvey(t, open(t), once), afterSurvey(t, open(t), again)
			if diff := cmp.Diff(first, second); diff != "" {
				t.Errorf("the databases tell the answers apart: %s", diff)
			}
			if !slices.ContainsFunc(first, func(row string) bool { return strings.Contains(row, "survey_answered") }) {
				t.Error("nobody has answered")
			}
		})
	}
}

// afterSurvey is all that the database holds once these answers were given, with
// all that is random blotted out.
func afterSurvey(t *testing.T, db *storagetest.Database, answers []string) []string {
	t.Helper()
	h := newHall(t, db, demo(t))
	h.play("clock 2027-03-25 15:00\n")
	for _, one := range answers {
		who, answer, _ := strings.Cut(one, " ")
		h.play(fmt.Sprintf("%s: /lehrgang umfrage %s\nexpect %s: ist gezählt\n", who, answer, who))
	}
	var rows []string
	for _, r := range h.snapshot() {
		if r.table == "journal" || r.table == "cursor" || strings.HasPrefix(r.table, "goose") {
			continue
		}
		for _, random := range []string{"hash", "receipt", "receipt_secret", "ref_message", "message", "token"} {
			delete(r.values, random)
		}
		rows = append(rows, r.table+" "+fmt.Sprint(r.values))
	}
	slices.Sort(rows)
	return rows
}

package commands_test

import (
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// everyDigest draws what /bericht can show: with decisions and without, and each
// rhythm.
func everyDigest(t *testing.T, p *i18n.Printer) (all []bot.Message) {
	t.Helper()
	v := &townhall.DecisionView{Title: "Titel", Kind: townhall.KindProject, Decision: &townhall.Decision{Thing: 11, ID: 1, AskedBy: "ben",
		AskedOf: "anna", Question: "Frage?", State: townhall.DecisionAsked, AskedOn: someDay}}
	several := []*townhall.DecisionView{v, v}
	for _, d := range []townhall.Digest{{}, {Decide: several[:1]}, {Decide: several}, {Asked: several}, {Review: 2}, {Decide: several[:1], Asked: several[:1]}} {
		for _, scope := range []townhall.DigestScope{{}, {Town: true}} {
			d.Reader, d.Scope, d.Today, d.Since = &townhall.Person{ID: "anna"}, scope, someDay, someDay
			everything, err := cards.DigestAll(p, &townhall.DigestRest{Digest: &d, Projects: []*townhall.Project{{ID: 11, Title: "Titel"}}})
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, cards.Digest(p, &d), cards.DigestNow(p, &d), everything)
		}
	}
	for _, r := range []cards.Rhythm{{}, {Off: true}, {DigestRhythm: townhall.DigestRhythm{Cron: "0 8 * * 1"}}} {
		all = append(all, cards.DigestRhythm(p, "digest.rhythm", r))
		if r.Cron != "" {
			r.Next, r.PausedUntil = someDay.At(8, 0, time.UTC), someDay
			paused := cards.DigestRhythm(p, "digest.rhythm", r)
			r.Off = true
			all = append(all, paused, cards.DigestRhythm(p, "digest.rhythm", r))
		}
	}
	project, err := cards.DigestProject(p, &townhall.Project{ID: 11, Title: "Titel", State: townhall.ProjectActive}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return append(all, project)
}

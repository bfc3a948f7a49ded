package scheduler_test

import (
	"testing"
	"time"

	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// undecided asks dora, who backs a project, for a decision on Thursday, 18 March.
func (h *hall) undecided() *townhall.Decision {
	h.Helper()
	var d *townhall.Decision
	h.update(func(tx *storage.Tx) error {
		project := &townhall.Project{Title: "Termine", Sponsor: "dora", State: townhall.ProjectActive}
		if err := tx.CreateProject(project); err != nil {
			return err
		}
		d = &townhall.Decision{Thing: townhall.Number(project.ID), ID: 1, AskedBy: "cem", AskedOf: "dora", Question: "Dürfen wir?",
			State: townhall.DecisionAsked, AskedOn: h.today()}
		return tx.CreateDecision(d)
	})
	return d
}

func TestWhoeverHasToDecideIsRemindedOnce(t *testing.T) {
	h := newHall(t)
	h.undecided()
	h.settle()
	h.stands(0)
	thursday := townhall.Date{Year: 2027, Month: time.March, Day: 25} // the fifth working day after
	if next := h.next(); !next.Equal(thursday.At(9, 0, h.zone())) {
		t.Fatalf("something is due at %v", next)
	}
	h.now = h.next()
	h.settle()
	h.now = h.now.Add(26 * time.Hour)
	h.settle()
	if err := h.replica().Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	if told := h.stands(1)[0]; told.target.Person != "u-dora" {
		t.Errorf("%v was reminded", told.target)
	}
}

// A reminder that had to wait is not sent when there is nothing left to remind
// of, and neither is one that was found too late.
func TestNobodyIsRemindedOfWhatIsDone(t *testing.T) {
	h := newHall(t)
	d := h.undecided()
	thursday := townhall.Date{Year: 2027, Month: time.March, Day: 25}
	h.update(func(tx *storage.Tx) error { // dora is away on the day
		s := townhall.DefaultSettings("dora")
		s.Absence = townhall.Absence{From: thursday, Until: thursday.AddDays(7)}
		return tx.SaveSettings(s)
	})
	h.now = thursday.At(9, 0, h.zone())
	h.settle()
	h.counts(map[storage.NoticeState]int{storage.NoticeDue: 1})
	d.State, d.Sentence, d.DecidedBy = townhall.DecisionYes, "Ja.", "dora"
	h.update(func(tx *storage.Tx) error { return tx.SaveDecision(d) })
	h.now = h.next()
	h.settle()
	h.counts(map[storage.NoticeState]int{storage.NoticeDropped: 1})
	h.stands(0)
}

func TestMutedAreNotReminded(t *testing.T) {
	h := newHall(t)
	h.undecided()
	h.change("dora", func(p *townhall.Person) { p.Muted = true })
	h.now = h.next()
	h.settle()
	h.counts(map[storage.NoticeState]int{storage.NoticeDropped: 1})
}

// What was due while nothing ran is said on the next working day, once; what is
// due for more than a month is not said any more.
func TestMissedRemindersAreFound(t *testing.T) {
	saturday := townhall.Date{Year: 2027, Month: time.March, Day: 27}
	h := newHall(t)
	h.undecided()
	h.now = saturday.At(12, 0, h.zone())
	h.settle()
	h.stands(0)
	tuesday := saturday.AddDays(3) // after Easter Monday
	if next := h.next(); !next.Equal(tuesday.At(9, 0, h.zone())) {
		t.Fatalf("something is due at %v", next)
	}
	h.now = h.next()
	h.settle()
	h.stands(1)

	h = newHall(t)
	h.undecided()
	h.now = saturday.AddDays(40).At(12, 0, h.zone())
	h.settle()
	h.counts(map[storage.NoticeState]int{})
}

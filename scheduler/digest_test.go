package scheduler_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"lotsenfunk/scheduler"
	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

// led makes dora the team lead of a department whose only project hangs, so that
// there is something to say every week. Her first Wochenstand is waited for from
// Thursday, 18 March, on.
func (h *hall) led() {
	h.Helper()
	h.update(func(tx *storage.Tx) error {
		if err := tx.SaveDepartment(&townhall.Department{ID: "bauen", Name: "Bauen"}); err != nil {
			return err
		}
		return tx.CreateProject(&townhall.Project{Title: "Termine", Department: "bauen", State: townhall.ProjectPaused, Reason: "Es fehlt Geld"})
	})
	h.change("dora", func(p *townhall.Person) { p.Department, p.Roles = "bauen", []townhall.Role{townhall.RoleTeamLead} })
	h.settle()
}

// implement lets an idea become true on the day that it is, which a Wochenstand of
// leadership tells.
func (h *hall) implement(title string) {
	h.Helper()
	h.update(func(tx *storage.Tx) error {
		idea, err := townhall.NewIdea(title, "", "", "cem", h.today())
		if err != nil {
			return err
		}
		idea.State = townhall.IdeaImplemented
		if err := tx.CreateIdea(idea); err != nil {
			return err
		}
		return tx.Record(storage.Step{Thing: townhall.Number(idea.ID), Action: "idea.finish", Now: h.now, On: h.today()})
	})
}

// at turns the clock to a time of day by the town's clock and lets everything be
// done that is due.
func (h *hall) at(day string, hour, minute int) {
	h.Helper()
	d, err := townhall.ParseDate(day)
	if err != nil {
		h.Fatal(err)
	}
	h.now = d.At(hour, minute, h.zone())
	h.settle()
}

// digests are the texts of what stands on the platform: n messages, each a
// Wochenstand.
func (h *hall) digests(n int) (texts []string) {
	h.Helper()
	for _, s := range h.stands(n) {
		if !strings.HasPrefix(s.message.Line, "Ihr Wochenstand") || s.target.Person != "u-dora" {
			h.Errorf("%v was told: %s", s.target, s.message.Line)
		}
		texts = append(texts, s.message.Line+"\n"+s.message.Text.Plain())
	}
	return texts
}

// However many replicas find at the same moment that a Wochenstand is due, one of
// them has it sent, week after week.
func TestRacingReplicasSendADigestOnce(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		h := hallOn(t, db)
		h.led()
		replicas := []*scheduler.Scheduler{h.scheduler, h.replica(), h.replica(), h.replica()}
		monday := townhall.Date{Year: 2027, Month: time.April, Day: 5}
		for week := range 4 {
			h.now = monday.AddDays(7*week).At(8, 0, h.zone())
			var all sync.WaitGroup
			failed := make([]error, len(replicas))
			for i, r := range replicas {
				all.Go(func() { failed[i] = r.Settle(t.Context()) })
			}
			all.Wait()
			if err := errors.Join(failed...); err != nil {
				t.Fatal(err)
			}
			h.digests(week + 1)
			h.counts(map[storage.NoticeState]int{storage.NoticeSent: week + 1})
		}
	})
}

// After three weeks in which nothing ran, one Wochenstand comes, for the last day
// that was missed; it tells what was done since the last one that was sent, and no
// more comes until the next is due.
func TestAnOutageOfThreeWeeksGivesOneDigest(t *testing.T) {
	storagetest.RunLong(t, func(t *testing.T, db *storagetest.Database) {
		h := hallOn(t, db)
		h.led()
		h.change("dora", func(p *townhall.Person) { p.Roles = append(p.Roles, townhall.RoleLeadership) })
		h.now = h.now.Add(time.Hour)
		h.implement("Vor dem ersten")
		h.at("2027-03-22", 8, 0)
		if first := h.digests(1)[0]; !strings.Contains(first, "Ihr erster Wochenstand") || !strings.Contains(first, "Vor dem ersten") {
			t.Errorf("the first one:\n%s", first)
		}
		h.now = h.now.Add(time.Hour)
		h.implement("Am Tag des ersten")
		// nothing runs from here on; ideas become true all the same
		h.now = h.now.AddDate(0, 0, 3)
		h.implement("In der ersten Woche")
		h.now = h.now.AddDate(0, 0, 14)
		h.implement("In der dritten Woche")
		h.at("2027-04-14", 10, 30)
		second := h.digests(2)[1]
		for _, title := range []string{"Am Tag des ersten", "In der ersten Woche", "In der dritten Woche", "seit Mo., 22. März"} {
			if !strings.Contains(second, title) {
				t.Errorf("%q is not told:\n%s", title, second)
			}
		}
		if strings.Contains(second, "Vor dem ersten") {
			t.Errorf("it is told twice:\n%s", second)
		}
		h.at("2027-04-18", 23, 0)
		h.digests(2)
		h.at("2027-04-19", 8, 0)
		if third := h.digests(3)[2]; strings.Contains(third, "Geschafft") {
			t.Errorf("what was told is told again:\n%s", third)
		}
	})
}

// One that could not be sent tells nothing, so the next begins where the last one
// that was sent ended.
func TestDoneCountsFromTheLastDigestThatWasSent(t *testing.T) {
	h := newHall(t)
	h.led()
	h.change("dora", func(p *townhall.Person) { p.Roles = append(p.Roles, townhall.RoleLeadership) })
	h.at("2027-03-22", 8, 0)
	h.digests(1)
	h.now = h.now.AddDate(0, 0, 1)
	h.implement("Nach dem ersten")
	h.change("dora", func(p *townhall.Person) { p.Muted = true })
	h.at("2027-04-05", 8, 0) // the one of 29 March, Easter Monday, and that of this day are for nobody
	h.digests(1)
	h.change("dora", func(p *townhall.Person) { p.Muted = false })
	h.at("2027-04-12", 8, 0)
	if second := h.digests(2)[1]; !strings.Contains(second, "Nach dem ersten") || !strings.Contains(second, "seit Mo., 22. März") {
		t.Errorf("what nobody was told is not made up for:\n%s", second)
	}
}

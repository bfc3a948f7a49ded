package cards_test

import (
	"strings"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// fullDigest has every kind of line in every block, with words of people wherever
// there may be any.
func fullDigest(reader *townhall.Person) *townhall.Digest {
	v := decision(townhall.DecisionAsked, reader)
	date := &townhall.Occurrence{ID: 1, Kind: townhall.OccurrenceSeminar, Title: typed, Date: someDay, From: 9 * 60, Until: 16 * 60, Place: typed}
	cohort := &townhall.Cohort{ID: "dl", Host: "birkenfurt", From: "birkenfurt", Title: typed, Occurrences: []townhall.Occurrence{*date}}
	line := func(k townhall.DigestKind) townhall.DigestLine {
		return townhall.DigestLine{Kind: k, Number: 12, Title: typed, Project: typed, Reason: typed, On: someDay, Topic: "ai", Count: 2}
	}
	d := &townhall.Digest{Reader: reader, Today: someDay, Since: someDay, Scope: townhall.DigestScope{Town: true}, Review: 2,
		Decide: []*townhall.DecisionView{&v}, Asked: []*townhall.DecisionView{&v}, Cohort: &townhall.CohortView{Cohort: cohort}}
	for _, k := range []townhall.DigestKind{townhall.DigestPackage, townhall.DigestProject, townhall.DigestQuestions} {
		undated := line(k)
		if k != townhall.DigestQuestions {
			undated.On = townhall.Date{}
		}
		d.Waiting = append(d.Waiting, line(k), undated)
	}
	for _, k := range []townhall.DigestKind{townhall.DigestPackage, townhall.DigestMilestone, townhall.DigestProject, townhall.DigestIdea, townhall.DigestAccepted,
		townhall.DigestQuestions} {
		d.Done = append(d.Done, line(k))
	}
	programme := line(townhall.DigestMandate)
	programme.Number = 0
	d.Coming = []townhall.DigestLine{line(townhall.DigestPackage), line(townhall.DigestMilestone), line(townhall.DigestMandate), programme,
		{Kind: townhall.DigestDate, On: someDay, Date: date}}
	return d
}

func TestDigests(t *testing.T) {
	everyLanguage(t, func(t *testing.T, p *i18n.Printer) {
		for _, reader := range people {
			d := fullDigest(reader)
			check(t, "digest", cards.Digest(p, d))
			check(t, "digest now", cards.DigestNow(p, d))
			d.First = true
			check(t, "first digest", cards.Digest(p, d))
			check(t, "no digest", cards.DigestNow(p, &townhall.Digest{Reader: reader, Today: someDay, Since: someDay}))
			check(t, "quiet digest", cards.DigestNow(p, &townhall.Digest{Reader: reader, Today: someDay, Since: someDay, Scope: townhall.DigestScope{Department: "bauen"}}))
			d.Decide = nil
			check(t, "nothing to decide", cards.Digest(p, d))
			for _, r := range []townhall.DigestRhythm{{}, {Cron: "0 8 * * 1"}, {Cron: "30 9 * * 1,4", Weeks: 2}, {Cron: "0 8 1 * *"}, {Cron: "0 8 15 * *"}} {
				for _, c := range []cards.Rhythm{{DigestRhythm: r}, {DigestRhythm: r, Off: true}, {DigestRhythm: r, PausedUntil: someDay}} {
					c.Next = someDay.At(8, 0, time.UTC)
					check(t, "rhythm", cards.DigestRhythm(p, "digest.rhythm", c))
				}
			}
		}
	})
}

// A block has five lines at most and says how many more there are.
func TestBlocksOfADigestAreShort(t *testing.T) {
	catalogues, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	p, d := catalogues.Printer(i18n.German, time.UTC), fullDigest(people[0])
	text := cards.Digest(p, d).Text.Plain()
	if !strings.Contains(text, "und 1 weiteres") {
		t.Errorf("six lines are not cut to five and one more:\n%s", text)
	}
	for _, block := range cards.Digest(p, d).Text {
		if len(block.Items) > 6 {
			t.Errorf("a block has %d lines", len(block.Items))
		}
	}
}

func TestEverythingBehindADigest(t *testing.T) {
	everyLanguage(t, func(t *testing.T, p *i18n.Printer) {
		d := fullDigest(people[0])
		r := &townhall.DigestRest{Digest: d, Ideas: map[townhall.IdeaState]int{townhall.IdeaSubmitted: 2, townhall.IdeaImplemented: 1},
			Questions: []townhall.TopicCount{{Topic: "ai", Count: 3}, {Topic: "other", Count: 1}},
			Phase:     &townhall.Phase{Number: 2, From: someDay, Until: someDay, Workdays: 1, LastWorkday: someDay},
			Projects:  []*townhall.Project{{ID: 11, Title: typed}},
			Progress:  []townhall.ProgressMark{{On: someDay, Packages: 10, Done: 1}, {On: someDay.AddDays(4), Packages: 12, Done: 5}}}
		for range 2 { // without answers, and with some
			m := all(t, p, r)
			check(t, "everything", m)
			if m.Picture == nil || len(m.Picture.PNG) < 1000 {
				t.Fatal("there is no picture")
			}
			for _, said := range []string{"10", "12", "1", "5"} {
				if !strings.Contains(m.Picture.Alt, said) {
					t.Errorf("the picture's words lack %s: %q", said, m.Picture.Alt)
				}
			}
			r.CheckIns = map[townhall.CheckInAnswer]int{townhall.CheckInGoing: 4, townhall.CheckInStuck: 1}
			r.Survey, r.SurveyPhase = &townhall.SurveyResult{Count: 5, Useful: townhall.Sums{townhall.SurveyYes: 5}, Enough: townhall.Sums{townhall.SurveyNo: 5}}, 1
		}
		// one day, none that was counted, no package at all
		for _, marks := range [][]townhall.ProgressMark{r.Progress[:1], {{Packages: 10, Done: 1}}, {{}}, nil} {
			r.Progress = marks
			if m := all(t, p, r); m.Picture != nil {
				t.Errorf("%v makes a picture", marks)
			}
			one, err := cards.DigestProject(p, &townhall.Project{ID: 11, Title: typed, State: townhall.ProjectActive}, marks)
			if err != nil || one.Picture != nil {
				t.Errorf("%v makes a picture of a project: %v", marks, err)
			}
			check(t, "project", one)
		}
	})
}

// Where there is no picture yet, it is said when there will be one.
func TestTheFirstDayOfAPicture(t *testing.T) {
	catalogues, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	p := catalogues.Printer(i18n.German, time.UTC)
	for _, c := range []struct {
		marks []townhall.ProgressMark
		want  string
	}{
		{[]townhall.ProgressMark{{On: someDay, Packages: 2, Done: 1}}, "Gezählt seit heute, ein Bild gibt es ab morgen."},
		{[]townhall.ProgressMark{{Packages: 2, Done: 1}}, "ab dem Tag, nachdem sich daran etwas geändert hat"},
		{[]townhall.ProgressMark{{On: someDay, Packages: 2}, {On: someDay.AddDays(1), Packages: 2, Done: 1}}, "Gezählt seit"},
	} {
		m, err := cards.DigestProject(p, &townhall.Project{ID: 11, Title: "Kita"}, c.marks)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(m.Text.Plain(), c.want) || !strings.Contains(m.Line, "1 von 2") {
			t.Errorf("%v: %q\n%s", c.marks, m.Line, m.Text.Plain())
		}
	}
}

func all(t *testing.T, p *i18n.Printer, r *townhall.DigestRest) bot.Message {
	t.Helper()
	m, err := cards.DigestAll(p, r)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

package script_test

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"

	"lotsenfunk/bot/script"
)

func TestPlay(t *testing.T) {
	tw := newTown(t)
	in, err := os.Open("testdata/town.chat")
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	if err := tw.runner().Play(t.Context(), "town.chat", in); err != nil {
		t.Fatal(err)
	}
	if got := tw.Now().In(berlin).Format("2006-01-02 15:04"); got != "2027-03-29 09:30" {
		t.Errorf("the clock shows %s", got)
	}
}

func TestClockDaysAreCalendarDays(t *testing.T) {
	for spec, want := range map[string]string{
		"+4d": "2027-03-29 09:00 CEST", "+96h": "2027-03-29 10:00 CEST", "+30m": "2027-03-25 09:30 CET",
		"2027-03-29": "2027-03-29 09:00 CEST", "2027-04-12 15:00": "2027-04-12 15:00 CEST",
	} {
		tw := newTown(t)
		if err := tw.runner().Play(t.Context(), "clock", strings.NewReader("clock "+spec)); err != nil {
			t.Fatal(err)
		}
		if got := tw.Now().In(berlin).Format("2006-01-02 15:04 MST"); got != want {
			t.Errorf("clock %s: %s, want %s", spec, got, want)
		}
	}
}

func TestFailuresSayWhatWasSaidInstead(t *testing.T) {
	for _, c := range []struct {
		script string
		line   int
		says   []string
	}{
		{"anna: /idee x\nexpect anna: Idee 9", 2, []string{"a.chat:2: expect anna: Idee 9", "not said to anna", "to anna: Danke, Idee 1 ist eingereicht. [Zurückziehen]", "to #ideen: Idee 1 x [Unterstützen] [Thema: Technik | Kita]"}},
		{"anna: /idee x\nexpect ben: Idee 1", 2, []string{"not said to ben"}},
		{"anna: /idee x\nexpect none #ideen", 2, []string{"said to #ideen all the same"}},
		{"anna: /idee x\nexpect not anna: Danke", 2, []string{"said to anna all the same"}},
		{"anna: /idee x\nben clicks \"Annehmen\"", 2, []string{`no button "Annehmen"`, "[Unterstützen] [Thema]", "nothing was said"}},
		{"anna clicks \"Ja\"", 1, []string{"there are no buttons"}},
		{"anna: /idee x\nben clicks \"Zurückziehen\"", 2, []string{`no button "Zurückziehen"`}},
		{"anna: /idee x\nben chooses \"Bauhof\" in \"Thema\"", 2, []string{`no "Bauhof" in "Thema"`}},
		{"anna: /idee\nanna submits category=\"Bauhof\"", 2, []string{"no option"}},
		{"anna: /idee\nanna submits titel=\"x\"", 2, []string{"no field"}},
		{"anna submits", 1, []string{"no form is open"}},
		{"expect form anna: title", 1, []string{"no form is open for anna"}},
		{"anna: /idee\nexpect form anna: text", 2, []string{"title, category, anonymous"}},
		{"anna: /idee\nexpect error anna: title", 2, []string{"came back with the errors"}},
		{"anna: /idee x\nsave nr = Frage (\\d+)", 2, []string{"nothing said matches"}},
		{"anna reacts 💡 on \"nix\"", 1, []string{`no message with "nix"`}},
		{"anna: /idee x\nanna shortcut \"Nix\" on \"Idee 1\"", 2, []string{"Idee einreichen"}},
		{"clock 2027-01-01", 1, []string{"the clock shows 2027-03-25 09:00 already"}},
		{"together\nanna: /idee x\nanna clicks \"Nix\"\nend", 3, []string{"a.chat:3", `no button "Nix"`}},
		{"anna #lotsen: x", 1, []string{"in no channel"}},
	} {
		err := newTown(t).runner().Play(t.Context(), "a.chat", strings.NewReader(c.script))
		var f *script.Failure
		if !errors.As(err, &f) || f.No != c.line {
			t.Errorf("%q: %v, want a failure in line %d", c.script, err, c.line)
			continue
		}
		for _, part := range c.says {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%q is missing in:\n%v", part, err)
			}
		}
	}
}

func TestNobodyUnknownActs(t *testing.T) {
	for source, no := range map[string]int{
		"anna: hallo\ndora: hallo": 2, "anna #nix: hallo": 1, "expect none dora": 1, "expect #nix: x": 1, "together\nanna: x\ndora: x\nend": 3,
	} {
		err := newTown(t).runner().Play(t.Context(), "a.chat", strings.NewReader(source))
		var u *script.Unreadable
		if !errors.As(err, &u) || u.No != no {
			t.Errorf("%q: %v, want line %d to be unreadable", source, err, no)
		}
	}
	tw := newTown(t)
	err := tw.runner().Play(t.Context(), "a.chat", strings.NewReader("anna: /idee x\nben sings"))
	if err == nil || len(tw.ideas) != 0 {
		t.Errorf("an unreadable script was begun: %v", err)
	}
}

func TestVariablesAreWordsUntilSaved(t *testing.T) {
	source := `anna: /idee kostet $5 und $nr
expect #ideen: kostet $5 und $nr
save who = Danke, (Idee \d+) ist
anna: /idee mit $who
expect #ideen: mit Idee 1
save again = ($who)`
	if err := newTown(t).runner().Play(t.Context(), "a.chat", strings.NewReader(source)); err != nil {
		t.Error(err)
	}
}

func TestLogReadsLikeAChat(t *testing.T) {
	r := newTown(t).runner()
	var log bytes.Buffer
	r.Log = &log
	if err := r.Play(t.Context(), "a.chat", strings.NewReader("anna: Hallo\nexpect none ben\ncem opens home")); err != nil {
		t.Fatal(err)
	}
	want := "anna: Hallo\n    → anna: Als Idee einreichen?\ncem opens home\n    → cem: Deins.\n"
	if log.String() != want {
		t.Errorf("got\n%swant\n%s", log.String(), want)
	}
}

package script

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestParse(t *testing.T) {
	for source, want := range map[string]Line{
		"":              {},
		"  # a comment": {},
		"sb-standesamt: /idee Termine online buchen":     {Verb: VerbSay, Who: "sb-standesamt", Text: "/idee Termine online buchen"},
		"jörg:ohne Blank":                                {Verb: VerbSay, Who: "jörg", Text: "ohne Blank"},
		"sb #ideen: /idee x: y":                          {Verb: VerbSay, Who: "sb", Channel: "ideen", Text: "/idee x: y"},
		`sb replies on "Idee 53": Danke! "so"`:           {Verb: VerbReply, Who: "sb", On: "Idee 53", Text: `Danke! "so"`},
		`sb clicks "Über\"neh\\men"`:                     {Verb: VerbClick, Who: "sb", Label: `Über"neh\men`},
		`sb  clicks  "Ja"  on  "zwei\nZeilen"  `:         {Verb: VerbClick, Who: "sb", Label: "Ja", On: "zwei\nZeilen"},
		`sb chooses "Schulung" in "Thema"`:               {Verb: VerbChoose, Who: "sb", Option: "Schulung", Label: "Thema"},
		`sb chooses "Schulung" in "Thema" on "Frage 1"`:  {Verb: VerbChoose, Who: "sb", Option: "Schulung", Label: "Thema", On: "Frage 1"},
		`sb submits title="Kita" description=""`:         {Verb: VerbSubmit, Who: "sb", Values: map[string]string{"title": "Kita", "description": ""}},
		"sb submits":                                     {Verb: VerbSubmit, Who: "sb"},
		"sb cancels":                                     {Verb: VerbCancel, Who: "sb"},
		`sb reacts 💡 on "Wartezeiten"`:                   {Verb: VerbReact, Who: "sb", Emoji: "💡", On: "Wartezeiten"},
		`sb unreacts 👩‍💻 on "x"`:                         {Verb: VerbUnreact, Who: "sb", Emoji: "👩‍💻", On: "x"},
		`sb shortcut "Idee einreichen" on "Wartezeiten"`: {Verb: VerbShortcut, Who: "sb", Label: "Idee einreichen", On: "Wartezeiten"},
		"sb opens home":                                  {Verb: VerbHome, Who: "sb"},
		"clock +2d":                                      {Verb: VerbClock, Text: "+2d"},
		"clock 2027-04-12 09:00":                         {Verb: VerbClock, Text: "2027-04-12 09:00"},
		"together":                                       {Verb: VerbTogether},
		"end":                                            {Verb: VerbEnd},
		"restart":                                        {Verb: VerbRestart},
		"expect sb: Idee 53":                             {Verb: VerbExpect, Who: "sb", Text: "Idee 53"},
		"expect #ideen: Idee 53":                         {Verb: VerbExpect, Who: "#ideen", Text: "Idee 53"},
		"expect form sb: title":                          {Verb: VerbExpectForm, Who: "sb", Text: "title"},
		"expect form: hallo":                             {Verb: VerbExpect, Who: "form", Text: "hallo"},
		"expect error sb: title":                         {Verb: VerbExpectError, Who: "sb", Text: "title"},
		"expect none lotse-finanzen":                     {Verb: VerbExpectNone, Who: "lotse-finanzen"},
		"expect none #ideen":                             {Verb: VerbExpectNone, Who: "#ideen"},
		"expect not #ideen: sb":                          {Verb: VerbExpectNot, Who: "#ideen", Text: "sb"},
		`save nr = Idee (\d+)`:                           {Verb: VerbSave, Name: "nr", Text: `Idee (\d+)`},
		"$who: /idee $nr":                                {Verb: VerbSay, Who: "$who", Text: "/idee $nr"},
	} {
		got, err := Parse(source)
		if err != nil {
			t.Errorf("%s: %v", source, err)
		} else if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", source, diff)
		}
	}
}

func TestParseIsStrict(t *testing.T) {
	for _, source := range []string{
		"sb", "sb:", "sb : x", "sb #: x", "sb #ideen x", "sb sings", ": x", `"sb": x`, "zwei\nZeilen",
		"sb clicks", "sb clicks Ja", `sb clicks "Ja`, `sb clicks ""`, `sb clicks "\t"`, `sb clicks "Ja" on`, `sb clicks "Ja" in "x"`, `sb clicks "Ja" on "x" y`, `sb clicks"Ja"`, `sb clicks "Ja"on "x"`,
		`sb replies: x`, `sb replies on "x"`, `sb replies on "x":`,
		`sb chooses "a"`, `sb chooses "a" on "b"`,
		"sb submits title", "sb submits title=x", `sb submits title="x" title="y"`, `sb submits a="x"b="y"`, `sb submits ="x"`,
		"sb cancels now", `sb reacts 💡`, `sb reacts on "x"`, `sb shortcut "x"`, "sb opens", "sb opens door",
		"clock", "clock 2d", "clock +2w", "clock tomorrow", "clock 2027-04-12 9:00", "clock +2d now",
		"together now", "end of it", "restart it",
		"expect", "expect sb", "expect sb:", "expect : x", "expect # x", "expect form #ideen: x", "expect form sb", "expect none", "expect none sb: x", "expect not sb", "expect maybe sb: x",
		"save", "save nr", "save nr =", "save nr = x", "save nr = (", "save n-r = (x)", "save = (x)",
	} {
		if got, err := Parse(source); err == nil {
			t.Errorf("%q was read as %+v", source, got)
		}
	}
}

// Whatever can be said in a line is read back from how it is written.
func TestParseReadsWhatIsWritten(t *testing.T) {
	id := rapid.StringMatching(`[a-zäöü][a-z0-9äöü._-]{0,12}`)
	text := rapid.StringMatching(`[^\s\x00-\x20]([^\n\r]{0,40}[^\s])?`).Filter(func(s string) bool { return s == strings.TrimSpace(s) && s != "" })
	quoted := rapid.StringN(1, 30, -1)
	acts := []Verb{VerbSay, VerbReply, VerbClick, VerbChoose, VerbSubmit, VerbCancel, VerbReact, VerbUnreact, VerbShortcut, VerbHome, VerbExpect, VerbExpectForm, VerbExpectNot, VerbExpectNone}
	rapid.Check(t, func(t *rapid.T) {
		l := Line{Verb: rapid.SampledFrom(acts).Draw(t, "verb"), Who: id.Filter(func(s string) bool { return !keyword(s) }).Draw(t, "who")}
		switch l.Verb {
		case VerbSay:
			l.Channel, l.Text = rapid.OneOf(rapid.Just(""), id).Draw(t, "channel"), text.Draw(t, "text")
		case VerbReply:
			l.On, l.Text = quoted.Draw(t, "on"), text.Draw(t, "text")
		case VerbClick, VerbShortcut:
			l.Label, l.On = quoted.Draw(t, "label"), quoted.Draw(t, "on")
		case VerbChoose:
			l.Option, l.Label = quoted.Draw(t, "option"), quoted.Draw(t, "label")
		case VerbSubmit:
			l.Values = rapid.MapOfN(id, rapid.String(), 1, 4).Draw(t, "values")
		case VerbReact, VerbUnreact:
			l.Emoji, l.On = rapid.SampledFrom([]string{"💡", "+1", "👩‍💻"}).Draw(t, "emoji"), quoted.Draw(t, "on")
		case VerbExpect, VerbExpectNot, VerbExpectForm:
			l.Text = text.Draw(t, "text")
		}
		got, err := Parse(l.String())
		if err != nil {
			t.Fatalf("%s: %v", l, err)
		}
		if diff := cmp.Diff(l, got); diff != "" {
			t.Fatalf("%s (-want +got):\n%s", l, diff)
		}
	})
}

func keyword(s string) bool {
	switch Verb(s) {
	case VerbClock, VerbTogether, VerbEnd, VerbExpect, VerbSave, VerbRestart:
		return true
	}
	return false
}

// What can be read is written in a way that is read the same, and nothing
// makes the parser fall over.
func FuzzParse(f *testing.F) {
	seeds, err := os.ReadFile("testdata/lines.txt")
	if err != nil {
		f.Fatal(err)
	}
	for line := range strings.SplitSeq(string(seeds), "\n") {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, source string) {
		l, err := Parse(source)
		if err != nil {
			return
		}
		again, err := Parse(l.String())
		if err != nil {
			t.Fatalf("%q is written as %q: %v", source, l, err)
		}
		if diff := cmp.Diff(l, again); diff != "" {
			t.Fatalf("%q (-first +again):\n%s", source, diff)
		}
	})
}

func TestReadPutsBlocksTogether(t *testing.T) {
	steps, err := Read("a.chat", strings.NewReader("# first\n\na: x\r\ntogether\n  a: x\n  # at once\n  b: y\nend\nrestart"))
	if err != nil {
		t.Fatal(err)
	}
	if len(steps) != 3 || steps[0].No != 3 || steps[0].Line.Text != "x" || len(steps[1].Together) != 2 || steps[1].Together[1].No != 7 || steps[2].No != 9 {
		t.Errorf("%+v", steps)
	}
	for source, no := range map[string]int{
		"a: x\nend": 2, "together\na: x": 1, "together\ntogether\nend": 2, "together\nexpect a: x\nend": 2, "\n\na sings": 3,
	} {
		_, err := Read("a.chat", strings.NewReader(source))
		if e, ok := err.(*Unreadable); !ok || e.No != no || e.File != "a.chat" {
			t.Errorf("%q: %v, want line %d to be unreadable", source, err, no)
		}
	}
}

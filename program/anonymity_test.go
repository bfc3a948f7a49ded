package program_test

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lotsenfunk/bot/room"
	"lotsenfunk/storage/storagetest"
)

// The author of the anonymous ideas, and the names by which they could be found.
const (
	author        = "sb-kultur"
	authorDisplay = "Sachbearbeitung Kultur"
)

// filing is one way to do something without a name. CODE in its script stands
// for the receipt of the idea that was filed last.
type filing struct {
	name   string
	script string
	words  string // that must be found afterwards: it did take place
}

// anonymousWays are all ways to file without a name and to act by receipt.
var anonymousWays = []filing{
	{"by line", "sb-kultur: /idee ohne-namen Rosa Ordner", "Rosa Ordner"},
	{"in a channel", "sb-kultur #rathaus: /idee ohne-namen Runde Tische", "Runde Tische"},
	{"by form", "sb-kultur: /idee ohne-namen\nsb-kultur submits title=\"Blaue Lampen\" description=\"Im Keller.\"", "Blaue Lampen"},
	{"by ticking the box", "sb-kultur: /idee\nsb-kultur clicks \"Idee einreichen\"\nsb-kultur submits title=\"Leise Türen\" anonymous=\"true\"", "Leise Türen"},
	{"from the rest of the menu", "sb-kultur: /idee\nsb-kultur clicks \"Mehr\"\nsb-kultur clicks \"Ohne Namen einreichen\"\nsb-kultur submits title=\"Neue Stühle\"", "Neue Stühle"},
	{"from the preview", "sb-kultur: /idee Grüne Wände\nsb-kultur clicks \"Ohne Namen\"", "Grüne Wände"},
	{"from the preview, edited", "sb-kultur: /idee Gelbe Wände\nsb-kultur clicks \"Bearbeiten\"\nsb-kultur submits title=\"Graue Wände\" anonymous=\"true\"", "Graue Wände"},
	{"from the similar ideas", "sb-kultur: /idee Termine im Standesamt online buchen\nsb-kultur clicks \"Anders, ohne Namen einreichen\"", "im Standesamt"},
	{"from the form and the similar ideas", "sb-kultur: /idee ohne-namen\nsb-kultur submits title=\"Hundesteuer an- und abmelden ohne Ausdruck\"\nsb-kultur clicks \"Meine ist anders, einreichen\"", "Hundesteuer"},
	{"from a near miss", "sb-kultur: /idee ohne namen Kalte Getränke\nsb-kultur clicks \"Ja, das meine ich\"", "Kalte Getränke"},
	{"looking it up", "sb-kultur: /idee beleg CODE", ""},
	{"looking it up by form", "sb-kultur: /idee\nsb-kultur clicks \"Mehr\"\nsb-kultur clicks \"Beleg ansehen\"\nsb-kultur submits code=\"CODE\"", ""},
	{"the receipt said without its command", "sb-kultur: CODE", ""},
	{"the receipt in a sentence", "sb-kultur: Was wurde aus CODE?", ""},
	{"answering by receipt", "sb-kultur: /idee beleg CODE antwort Nur im Sommer.", "Nur im Sommer."},
	{"answering by receipt and form", "sb-kultur: /idee beleg CODE\nsb-kultur clicks \"Antworten\"\nsb-kultur submits answer=\"Auch im Herbst.\"", "Auch im Herbst."},
	{"withdrawing by receipt", "sb-kultur: /idee beleg CODE zurückziehen", "withdrawn"},
}

// between is what others do meanwhile, and what the reviewers ask.
func between(n int, idea string) string {
	script := fmt.Sprintf("clock +1h\nsb-steuern: /idee Zettel %d abschaffen, Stempel %d\nsb-bauhof: /idee unterstützen 10\n", n, 100+n)
	if strings.Contains(anonymousWays[n].name, "answering") {
		script += "dl-koordination: /idee rückfrage " + idea + " Wann?\n"
	}
	return script
}

// TestAnonymousLeavesNoTrace interleaves named and anonymous filings and reads,
// after each anonymous one, every column of every row that it changed.
func TestAnonymousLeavesNoTrace(t *testing.T) {
	storagetest.RunLong(t, func(t *testing.T, db *storagetest.Database) {
		h := newHall(t, db, demo(t))
		code, idea := "", ""
		for n, way := range anonymousWays {
			h.play(between(n, idea))
			before := h.snapshot()
			h.play("clock +7m") // so that a kept time of day is this filing's own
			said := h.play(strings.ReplaceAll(way.script, "CODE", code))
			if strings.Contains(way.script, "CODE") {
				checkTraces(t, way, appeared(before, h.snapshot()), code)
				continue
			}
			code, idea = h.code(said, author), number(t, said)
			checkTraces(t, way, appeared(before, h.snapshot()), code)
		}
		h.play("clock +1d")
		for _, r := range h.snapshot() {
			checkAlone(t, r)
		}
	})
}

var filedAs = regexp.MustCompile(`Idee (\d+) ist eingereicht`)

func number(t *testing.T, said []room.Utterance) string {
	t.Helper()
	for _, u := range said {
		if m := filedAs.FindStringSubmatch(u.Text); m != nil {
			return m[1]
		}
	}
	t.Fatal("no idea was filed")
	return ""
}

// checkTraces looks at what one anonymous step has changed.
func checkTraces(t *testing.T, way filing, rows []row, code string) {
	t.Helper()
	var found bool
	for _, r := range rows {
		text := r.String()
		found = found || strings.Contains(text, way.words)
		for _, trace := range []string{author, authorDisplay, code, strings.ReplaceAll(code, "-", "")} {
			if strings.Contains(text, trace) {
				t.Errorf("%s: a trace %q in %s", way.name, trace, text)
			}
		}
		switch r.table {
		case "person", "identity", "vote", "follower", "attempt":
			t.Errorf("%s: a row about a person appeared: %s", way.name, text)
		case "cursor": // the clock of the demo town, which this test turns itself
		case "schedule": // when planning looks at the town again, which follows from what is due and not from what was done
		case "journal": // what everybody reads in the chat, with the chat's time
		default:
			checkNoTime(t, way, r)
		}
	}
	if !found && way.words != "" {
		t.Errorf("%s: %q stands nowhere in what changed: %v", way.name, way.words, rows)
	}
}

var clockTime = regexp.MustCompile(`\d\d:\d\d:\d\d`)

// checkNoTime makes sure that a row holds no time of day: neither written out
// nor counted from 1970 in any unit.
func checkNoTime(t *testing.T, way filing, r row) {
	t.Helper()
	for column, v := range r.values {
		n, err := strconv.ParseInt(v, 10, 64)
		day := 24 * time.Hour
		for unit := time.Nanosecond; err == nil && unit <= time.Second; unit *= 1000 {
			if since := n / int64(time.Second/unit); since > 1e9 && since < 1e10 && n%int64(day/unit) != 0 {
				t.Errorf("%s: a time of day in %s of %s", way.name, column, r)
			}
		}
		if clockTime.MatchString(v) {
			t.Errorf("%s: a time of day in %s of %s", way.name, column, r)
		}
	}
}

// checkAlone makes sure, at the end, that the author's id stands in no row but
// their own, and no anonymous words in a row that names them.
func checkAlone(t *testing.T, r row) {
	t.Helper()
	text := r.String()
	if !strings.Contains(text, author) && !strings.Contains(text, authorDisplay) {
		return
	}
	for _, way := range anonymousWays {
		if way.words != "" && strings.Contains(text, way.words) {
			t.Errorf("words without a name in a row with one: %s", text)
		}
	}
}

// What is random or grows by itself in a row, and so differs from run to run.
var (
	randomColumns = map[string]bool{"hash": true, "receipt": true, "message": true, "ref_message": true}
	randomWords   = regexp.MustCompile(`[A-Z2-7]{26}|(Seq|Changed)\\":\d+`)
)

// TestAnonymousLooksTheSameWhoeverFiled files the same words without a name from
// different seats, each time in a new town, and compares all that changed in the
// database: who it was makes no difference at all.
func TestAnonymousLooksTheSameWhoeverFiled(t *testing.T) {
	storagetest.RunLong(t, func(t *testing.T, db *storagetest.Database) {
		var want []string
		for i, seat := range []string{"sb-kita", "sb-info", "dl-koordination", "leitung"} {
			if i > 0 {
				db = again(t)(t)
			}
			h := newHall(t, db, demo(t))
			h.play("sb-steuern: /idee unterstützen 10")
			before := h.snapshot()
			code := h.code(h.play(seat+": /idee ohne-namen Kürzere Sitzungen"), seat)
			h.play("leitung: /idee rückfrage 53 Wie kurz?\n" + seat + ": /idee beleg " + code + " antwort Sehr kurz.")
			var got []string
			for _, r := range appeared(before, h.snapshot()) {
				for c := range r.values {
					if randomColumns[c] || r.table == "journal" && c == "seq" {
						r.values[c] = "*"
					}
				}
				got = append(got, randomWords.ReplaceAllString(r.String(), "*"))
			}
			slices.Sort(got)
			if want == nil {
				want = got
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("it shows that it was %s:\n%s", seat, diff)
			}
		}
	})
}

// again opens another database of the same engine as the test's.
func again(t *testing.T) func(testing.TB) *storagetest.Database {
	if strings.HasSuffix(t.Name(), "/postgres") {
		return storagetest.Postgres
	}
	return storagetest.SQLite
}

// TestAnonymousFirstContact: somebody nobody has seen before files without a
// name. They come into being as a person, and nothing joins them with the idea:
// no number, no time, no row that holds both.
func TestAnonymousFirstContact(t *testing.T) {
	storagetest.RunLong(t, func(t *testing.T, db *storagetest.Database) {
		h := newHall(t, db, nil)
		h.play("anna: /lotsenfunk hilfe")
		before := h.snapshot()
		h.play("clock +7m")
		said := h.play("berta: /idee ohne-namen Lila Linien")
		code := h.code(said, "berta")
		for _, r := range appeared(before, h.snapshot()) {
			text := r.String()
			switch r.table {
			case "person", "identity":
				checkNoTime(t, filing{name: "first contact"}, r)
				if strings.Contains(text, "Lila") {
					t.Errorf("the idea in a row of its author: %s", text)
				}
			default:
				if strings.Contains(text, "berta") || strings.Contains(text, code) {
					t.Errorf("a trace of the author: %s", text)
				}
			}
		}
	})
}

// TestAnonymousAuthorSupports: whoever supports their own anonymous idea and acts
// by its receipt is told like every other supporter, or it would show.
func TestAnonymousAuthorSupports(t *testing.T) {
	storagetest.RunLong(t, func(t *testing.T, db *storagetest.Database) {
		h := newHall(t, db, demo(t))
		code := h.code(h.play(author+": /idee ohne-namen Weniger Durchschläge"), author)
		h.play(author + ": /idee unterstützen 53\nsb-info: /idee unterstützen 53")
		told := func(said []room.Utterance, seat, what string) (n int) {
			for _, u := range said {
				if u.Seat == seat && strings.HasPrefix(u.Text, what) {
					n++
				}
			}
			return n
		}
		for _, step := range []struct{ script, notice string }{
			{"dl-koordination: /idee rückfrage 53 Wo?", "Zu Idee 53 gibt es eine Rückfrage."},
			{author + ": /idee beleg " + code + " antwort Überall.", "Die Rückfrage zu Idee 53 ist beantwortet."},
			{author + ": /idee beleg " + code + " zurückziehen", "Idee 53 ist zurückgezogen."},
		} {
			said := h.play(step.script)
			mine, others := told(said, author, step.notice), told(said, "sb-info", step.notice)
			if strings.HasSuffix(step.script, "zurückziehen") {
				mine-- // the private answer to the command begins alike
			}
			if mine != 1 || others != 1 {
				t.Errorf("after %q the author was told %d times, another supporter %d times: %v", step.script, mine, others, said)
			}
		}
		rows := map[string]int{}
		for _, r := range h.snapshot() {
			if r.table == "notice" && r.values["thing"] == "53" {
				rows[r.values["person"]]++
			}
		}
		if rows[author] != rows["sb-info"] {
			t.Errorf("the author has %d notices, another supporter %d", rows[author], rows["sb-info"])
		}
	})
}

package commands

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

var thatDay = townhall.Date{Year: 2027, Month: 3, Day: 18} // a Thursday

func FuzzParseDate(f *testing.F) {
	for _, seed := range []string{
		"2027-04-12", "12.4.", "12.04.2027", "12. April", "April 2027", "ende april", "morgen", "Montag", "nächste Woche", "in 2 Wochen",
		"in einem Monat", "29.2.", "31.4.", "30.2.2028", "99.99.9999", "0.0.", "in 999 Monaten", "April 12", "next friday", "bis", "", " ", "12.",
		"1.1.0000", "in 0 tagen", "١٢.٤.", "am 3.5.27", "4.4", "2027-13-40", "zum 1.6.", "9999-12-31", "in 99999999999999999999 tagen",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		d, ok := ParseDate(typed, thatDay)
		if !ok {
			if !d.IsZero() {
				t.Errorf("%q is no date, and yet %v", typed, d)
			}
			return
		}
		if d.AddDays(0) != d {
			t.Errorf("%q is %v, which is on no calendar", typed, d)
		}
		again, ok := ParseDate(d.String(), thatDay)
		if d.Year >= 1000 && d.Year < 10000 && (!ok || again != d) {
			t.Errorf("%q is %v, which reads as %v", typed, d, again)
		}
		if hasNoYear := !strings.ContainsAny(typed, "0123456789"); hasNoYear && d.Before(thatDay) {
			t.Errorf("%q without a year is %v, before today", typed, d)
		}
	})
}

func TestParseDate(t *testing.T) {
	for typed, want := range map[string]string{
		"2027-04-12": "2027-04-12", "12.4.": "2027-04-12", "12.4": "2027-04-12", "17.3.": "2028-03-17", "18.3.": "2027-03-18",
		"12.04.2028": "2028-04-12", "3.5.27": "2027-05-03", "12. April": "2027-04-12", "12 april 2028": "2028-04-12", "April 12": "2027-04-12",
		"April 2027": "2027-04-01", "Ende April": "2027-04-30", "ende februar 2028": "2028-02-29", "anfang mai": "2027-05-01",
		"heute": "2027-03-18", "morgen": "2027-03-19", "übermorgen": "2027-03-20", "uebermorgen": "2027-03-20", "tomorrow": "2027-03-19",
		"Montag": "2027-03-22", "nächsten Freitag": "2027-03-19", "next friday": "2027-03-19", "do": "2027-03-25",
		"nächste Woche": "2027-03-22", "naechsten monat": "2027-04-01", "in 2 Wochen": "2027-04-01", "in einem Monat": "2027-04-18",
		"in a week": "2027-03-25", "25. März": "2027-03-25", "25. maerz": "2027-03-25", "am 25.3.": "2027-03-25", "zum 1.6.": "2027-06-01",
		"29.2.": "2028-02-29",
		"31.4.": "", "29.2.2027": "", "2027-13-01": "", "bald": "", "": "", "12": "", "in 2 Jahren": "", "0.4.": "",
	} {
		d, ok := ParseDate(typed, thatDay)
		if d.String() != want || ok != (want != "") {
			t.Errorf("%q is %q, want %q", typed, d, want)
		}
	}
}

// FuzzGrammars reads any words behind any verb: whatever is typed, a number is
// one that can be asked for, and no word is lost on the way.
func FuzzGrammars(f *testing.F) {
	for _, seed := range []string{
		"", "12", "#12", "12 bis 25.3.", "12 bis nie", "12 until 2027-04-01", "12 an Stadtwerke: bitte", "12 in 7", "12 mit #7", "12 7",
		"12 aufwand 2 nutzen 4", "12 nutzen: 4", "12 Grund mit\nzwei Zeilen", "0", "-1", "999999999999", "١٢", "12 ", "#", "##12", "12 in", "12 an",
		"12 aufwand zwei", "K7QM-2XPD-9RTW-4HBN antwort Ja", "12\u00a0x", "\x00", "12 aufwand 9223372036854775807", "eA",
	} {
		f.Add(seed)
	}
	rows := Rows()
	f.Fuzz(func(t *testing.T, rest string) {
		for _, row := range rows {
			a, fit := row.Takes(rest, thatDay)
			if fit == NoFit {
				continue
			}
			if a.Number < 0 || a.Other < 0 || a.Offset < 0 || a.Number > 999_999_999 || a.Other > 999_999_999 {
				t.Errorf("%s reads %q as %+v", row.Action, rest, a)
			}
			for _, words := range []string{a.Text, a.To, a.BadDate} {
				if !strings.Contains(rest, words) {
					t.Errorf("%s reads %q, which nobody typed in %q", row.Action, words, rest)
				}
			}
			if strings.TrimSpace(rest) == "" && fit == FullFit && a != (Args{}) {
				t.Errorf("%s reads %+v out of nothing", row.Action, a)
			}
		}
	})
}

// FuzzLines types any line behind /idee and /lotsenfunk: each has exactly one
// meaning, and a line that is no verb is filed as it stands.
func FuzzLines(f *testing.F) {
	for _, seed := range []string{
		"", "12", "#12", "12 Monate Probezeit", "unterstützen 12", "unterstuetzen 12", "unterstüzen 12", "annehmen", "meine E-Akte öffnet nicht",
		"meine", "ohne-namen", "ohne Namen Pausen", "suche", "suche nach Ruhe", "zurückstellen 12 bis bald", "Beleg", "beleg K7QM-2XPD-9RTW-4HBN",
		"K7QM-2XPD-9RTW-4HBN", "prüfen", "PRÜFEN 12", "rollen geben anna admin", "einstellungen du", "hilfe", "hilfee", "\u00a0", "İ", "ß 1",
	} {
		f.Add(seed)
	}
	catalogues, err := i18n.Load()
	if err != nil {
		f.Fatal(err)
	}
	r, err := NewRouter(nil, catalogues, nil, nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, line string) {
		for command := range r.byWord {
			c := &Call{Org: &townhall.Organisation{}, Today: thatDay, router: r, row: &Row{}, P: catalogues.Printer(i18n.German, time.UTC)}
			c.Event.Command, c.Event.Text = command, line
			script, err := r.typed(c)
			if (script == nil) == (err == nil) {
				t.Errorf("/%s %q means nothing, and is no error", command, line)
			}
			if c.row.Action == "idea.file" && c.Args.Text != strings.TrimSpace(line) {
				t.Errorf("%q would be filed as %q", line, c.Args.Text)
			}
		}
	})
}

func FuzzReceiptCode(f *testing.F) {
	for _, seed := range []string{
		"K7QM-2XPD-9RTW-4HBN", "k7qm2xpd9rtw4hbn", "K7QM 2XPD 9RTW 4HBN", "OIL0-OIL0-OIL0-OIL0", "", "-", "K7QM-2XPD-9RTW", "UUUU-UUUU-UUUU-UUUU",
		"K7QM-2XPD-9RTW-4HBN antwort Ja", "ß" + strings.Repeat("A", 15), "'or''=''--", newReceiptCode(),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		code, ok := cleanReceiptCode(typed)
		if !ok {
			return
		}
		if len(code) != receiptLen || strings.Trim(code, receiptAlphabet) != "" {
			t.Errorf("%q is taken for the code %q", typed, code)
		}
		if again, ok := cleanReceiptCode(code); !ok || again != code {
			t.Errorf("the code %q is cleaned to %q", code, again)
		}
		if found, rest := cutCode(code + " antwort Ja"); found != code || rest != "antwort Ja" {
			t.Errorf("%q is cut to %q and %q", code, found, rest)
		}
	})
}

func TestReceiptCodesAreCleaned(t *testing.T) {
	code := newReceiptCode()
	clean := strings.ReplaceAll(code, "-", "")
	for _, typed := range []string{code, strings.ToLower(code), clean, strings.ReplaceAll(code, "-", " "), strings.ReplaceAll(code, "-", "–"),
		strings.NewReplacer("0", "O", "1", "l").Replace(code)} {
		if got, ok := cleanReceiptCode(typed); !ok || got != clean {
			t.Errorf("%q is read as %q, want %q", typed, got, clean)
		}
	}
	seen := map[string]bool{}
	for range 1000 {
		code := newReceiptCode()
		seen[code] = true
		for _, line := range []string{code, "Was ist " + strings.ToLower(code) + "?", "Weiterverarbeite " + code, "(" + strings.ReplaceAll(code, "-", "") + ")"} {
			if !holdsReceipt(line) {
				t.Errorf("%q does not seem to hold a code", line)
			}
		}
	}
	if len(seen) != 1000 {
		t.Errorf("of 1000 codes only %d differ", len(seen))
	}
}

func FuzzState(f *testing.F) {
	for _, seed := range []string{
		"", "{}", `{"x":"abc"}`, `{"n":12,"x":"abc","c":"K7QM","o":"d"}`, `{"n":"12","x":"abc"}`, `{"n":-1,"x":"abc"}`, "null", "[]", `{"x":""}`,
		`{"x":"` + strings.Repeat("a", 65) + `"}`, `{"x":"abc"}{"x":"def"}`, State{Number: 12, Nonce: token(), Code: newReceiptCode()}.encode(),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		state, err := decodeState(s)
		if err != nil {
			if state != (State{}) {
				t.Errorf("%q is no state, and yet %+v", s, state)
			}
			return
		}
		if state.Nonce == "" {
			t.Errorf("%q is a state without a nonce: it could be sent again and again", s)
		}
		if again, err := decodeState(state.encode()); utf8.ValidString(s) && (err != nil || again != state) {
			t.Errorf("%q is %+v, which comes back as %+v: %v", s, state, again, err)
		}
	})
}

package i18n

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"lotsenfunk/bot"
)

// sayable are the placeholders that may stand in first lines, labels and
// titles: numbers, counts, dates and words of ours. Everything else could hold
// what somebody typed.
var sayable = map[string]any{
	"Number": 99999, "Other": 99999, "Count": 99999, "Page": 99, "Pages": 99,
	"Guide": "Innovatorin oder Innovator", "Guides": "Innovatorinnen und Innovatoren", "GuidesShort": "Innovatorinnen und Innovatoren",
	"Most": 99999, "Effort": 5, "Benefit": 5, "Votes": 99999, "Language": Key("and"), "State": Key("and"),
	"Kind": Key("cohort.kind.kickoff"), "Phase": 12, "Counts": "10 Entscheidungen, 200 Ideen zu prüfen, 300 Hindernisse",
	"Date": LongDay{time.Date(2027, 9, 29, 9, 0, 0, 0, time.UTC)},
	"Day":  Day{time.Date(2027, 9, 29, 9, 0, 0, 0, time.UTC)},
	"Time": Moment{time.Date(2027, 9, 29, 19, 30, 0, 0, time.UTC)},
}

func TestLanguagesHaveTheSameKeysAndPlaceholders(t *testing.T) {
	c := loaded(t)
	for _, l := range Languages() {
		for key, e := range c.languages[l].entries {
			for _, other := range Languages() {
				there, ok := c.languages[other].entries[key]
				if !ok {
					t.Errorf("%s: %s is missing in %s", e.place, key, other)
					continue
				}
				if !slices.Equal(e.names, there.names) {
					t.Errorf("%s: %s has the placeholders %v, in %s %v", e.place, key, e.names, other, there.names)
				}
				if e.plural != there.plural {
					t.Errorf("%s: %s has plural forms in one of %s and %s only", e.place, key, l, other)
				}
			}
		}
	}
}

func TestShortEntriesHaveNoMarkupAndNoWordsOfPeople(t *testing.T) {
	each(t, func(t *testing.T, _ Language, e entry) {
		if limit(e.key) == 0 {
			return
		}
		for _, name := range e.names {
			if _, ok := sayable[name]; !ok && !(name == "Code" && helps.MatchString(e.key)) {
				t.Errorf("%s: %s must not hold {{.%s}}", e.place, e.key, name)
			}
		}
		for _, form := range e.forms() {
			text, err := parseMarkup(form)
			if err != nil || len(text) != 1 || len(text[0].Spans) != 1 || text[0].Spans[0] != (bot.Span{Text: form}) || strings.Contains(form, "\n") {
				t.Errorf("%s: %s has to be one line without markup", e.place, e.key)
			}
		}
	})
}

func TestShortEntriesAreShort(t *testing.T) {
	c := loaded(t)
	args := maps.Clone(sayable)
	args["Code"] = "K7RW-2MXD-9QTB-4HJE" // a receipt code, in the form's help
	each(t, func(t *testing.T, l Language, e entry) {
		line := c.Printer(l, time.UTC).Line(e.key, args)
		if most := limit(e.key); most > 0 && len(line) > most {
			t.Errorf("%s: %s has %d bytes, at most %d: %q", e.place, e.key, len(line), most, line)
		}
	})
}

// limit is how many bytes an entry that has to be short may have: the narrowest
// platform's caps for titles, labels and help (Mattermost before 11) and buttons (Slack), and
// what a locked screen shows of a first line. 0 is no limit.
func limit(key string) int {
	switch {
	case strings.HasSuffix(key, ".form_title"), strings.HasSuffix(key, ".submit"), strings.HasPrefix(key, "date.weekday."):
		return 24
	case strings.HasPrefix(key, "field."):
		if helps.MatchString(key) {
			return 150
		}
		return 24
	case strings.HasPrefix(key, "button."):
		return 75
	case strings.HasSuffix(key, ".line"):
		return 150
	}
	return 0
}

var (
	// A field's help, and the receipt code below the box that asks for it.
	helps = regexp.MustCompile(`_(help|code|placeholder)$`)

	saysDu  = regexp.MustCompile(`(?i)\b(du|dich|dir|dein(e|er|em|en|es|s)?)\b`)
	saysSie = regexp.MustCompile(`\b(Sie|Ihnen|Ihr(e|er|em|en|es)?)\b`)
	// "Sie ist offen" speaks of a thing, "Sie sind" to a person.
	saysIt  = regexp.MustCompile(`\bSie (wird|ist|war|hat|hatte|kommt|bleibt|steht|gilt|geht|wartet)\b`)
	saysYou = regexp.MustCompile(`(?i)\b(you|yours?)\b`)
	// Some states forbid these forms in official writing; we say the pair or a
	// neutral word.
	genderMark = regexp.MustCompile(`\pL([*:_·]in(nen)?|/-?in(nen)?|Innen)\b`)
	// What an umlaut looks like on a keyboard that has none.
	spelledOut = regexp.MustCompile(`(?i)\b(fuer|ueber|waehl|aender|koenn|muess|moecht|naechst|zurueck|loesch|oeffn|pruef|` +
		`gruen|gruess|spaet|schoen|ausfuehr|groess|massnahm|strasse|heisst|weiss\b|ausser|gemaess|schliess|unterstuetz|haeng|verfueg|` +
		`rueck|kuerz|laeuft|traeg|waer|wuensch|ergaenz|bestaetig|tatsaechlich|haett|wuerd|aehnlich|frueh|fuell|gehoer|hoer|noetig)`)
	inCode = regexp.MustCompile("`[^`]*`")
)

func TestAddress(t *testing.T) {
	each(t, func(t *testing.T, l Language, e entry) {
		said := saysIt.ReplaceAllString(strings.Join(e.forms(), "\n"), "")
		channel := strings.HasPrefix(e.key, "channel.")
		refuse := func(words *regexp.Regexp, why string) {
			if w := words.FindString(said); w != "" {
				t.Errorf("%s: %s says %q: %s", e.place, e.key, w, why)
			}
		}
		if l == GermanFormal || channel {
			refuse(saysDu, "nobody is called du here")
		}
		if l == German || l == GermanFormal && channel {
			refuse(saysSie, "nobody is called Sie here; begin the sentence differently if it is somebody else")
		}
		if l == English && channel {
			refuse(saysYou, "a channel is nobody in particular")
		}
	})
}

func TestChannelsReadTheSameInBothForms(t *testing.T) {
	c := loaded(t)
	for key, du := range c.languages[German].entries {
		sie := c.languages[GermanFormal].entries[key]
		if strings.HasPrefix(key, "channel.") && !slices.Equal(du.forms(), sie.forms()) {
			t.Errorf("%s: %s differs from %s", du.place, key, sie.place)
		}
	}
}

func TestGermanSpelling(t *testing.T) {
	each(t, func(t *testing.T, l Language, e entry) {
		if l == English {
			return
		}
		said := inCode.ReplaceAllString(strings.Join(e.forms(), "\n"), "")
		if w := genderMark.FindString(said); w != "" {
			t.Errorf("%s: %s: %q; say the pair or a neutral word", e.place, e.key, w)
		}
		if w := spelledOut.FindString(said); w != "" {
			t.Errorf("%s: %s: %q looks like an umlaut spelled out", e.place, e.key, w)
		}
	})
}

// The tests above are worth as much as their patterns.
func TestPatternsFindWhatTheyShould(t *testing.T) {
	tests := []struct {
		pattern  *regexp.Regexp
		yes, no_ string
	}{
		{saysDu, "Meintest du das?|Deine Idee|jetzt deins|für dich", "Dubletten|Dirk|diese|Bandeindruck"},
		{saysSie, "Haben Sie|für Ihre Idee|bei Ihnen", "sie haben|ihre Idee|Sieben"},
		{saysYou, "your idea|you|Yours", "young|yourselves"},
		{genderMark, "Lots*innen|Lots:in|Kolleg_innen|LotsInnen|Lots/-innen|Lots/in", "Lotsinnen und Lotsen|Innenstadt|drinnen|_innen_"},
		{spelledOut, "fuer|Ueber|zurueck|Naechste|aendern|Prüfen und oeffnen", "neue|Feuer|abenteuer|genau|aktuell|Steuer|Bauer|quer"},
	}
	for _, tt := range tests {
		for _, s := range strings.Split(tt.yes, "|") {
			if !tt.pattern.MatchString(s) {
				t.Errorf("%s does not find %q", tt.pattern, s)
			}
		}
		for _, s := range strings.Split(tt.no_, "|") {
			if tt.pattern.MatchString(s) {
				t.Errorf("%s finds %q", tt.pattern, s)
			}
		}
	}
}

func loaded(t *testing.T) *Catalogues {
	t.Helper()
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// each looks at every entry of every language, in order.
func each(t *testing.T, look func(*testing.T, Language, entry)) {
	t.Helper()
	c := loaded(t)
	for _, l := range Languages() {
		entries := c.languages[l].entries
		for _, key := range slices.Sorted(maps.Keys(entries)) {
			look(t, l, entries[key])
		}
	}
}

// Towns may call their Lotsen something else, so no sentence names them itself.
func TestNobodyIsCalledLotseByASentence(t *testing.T) {
	each(t, func(t *testing.T, _ Language, e entry) {
		if strings.HasPrefix(e.key, "guides.") {
			return
		}
		for _, form := range e.forms() {
			if named := lotse.FindString(inCode.ReplaceAllString(form, "")); named != "" {
				t.Errorf("%s: %s says %q; write {{.Guide}}, {{.Guides}} or {{.GuidesShort}}", e.place, e.key, named)
			}
		}
	})
}

var lotse = regexp.MustCompile(`\bLots(e|en|in|innen)\b`)

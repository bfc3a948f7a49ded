package mattermost

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/mattermost/mattermost/server/public/model"
	"pgregory.net/rapid"

	"lotsenfunk/bot"
)

func TestElements(t *testing.T) {
	options := []bot.Option{{Value: "it", Label: "Technik"}}
	for name, c := range map[string]struct {
		field bot.Field
		dates bool
		want  model.DialogElement
	}{
		"a line": {bot.Field{ID: "title", Kind: bot.FieldLine, Label: "Titel", MaxLen: 120}, false,
			model.DialogElement{Name: "title", Type: "text", DisplayName: "Titel", MaxLength: 120}},
		"a text": {bot.Field{ID: "text", Kind: bot.FieldText, Label: "Text", Value: "schon da", Optional: true, MaxLen: 9999}, false,
			model.DialogElement{Name: "text", Type: "textarea", DisplayName: "Text", Default: "schon da", Optional: true, MaxLength: 3000}},
		"a select": {bot.Field{ID: "category", Kind: bot.FieldSelect, Label: "Thema", Value: "it", Options: options}, false,
			model.DialogElement{Name: "category", Type: "select", DisplayName: "Thema", Default: "it", Options: []*model.PostActionOptions{{Text: "Technik", Value: "it"}}}},
		"a box": {bot.Field{ID: "anonymous", Kind: bot.FieldCheck, Label: "ohne Namen", Help: "Beleg"}, false,
			model.DialogElement{Name: "anonymous", Type: "bool", DisplayName: "ohne Namen", Placeholder: "ohne Namen", HelpText: "Beleg", Default: "false", Optional: true}},
		"a day, typed": {bot.Field{ID: "until", Kind: bot.FieldDate, Label: "Bis", Help: "25.3. oder in 2 Wochen"}, false,
			model.DialogElement{Name: "until", Type: "text", DisplayName: "Bis", HelpText: "25.3. oder in 2 Wochen", MaxLength: 150}},
		"a day, picked": {bot.Field{ID: "until", Kind: bot.FieldDate, Label: "Bis", Value: "2027-03-25"}, true,
			model.DialogElement{Name: "until", Type: "date", DisplayName: "Bis", Default: "2027-03-25", MaxLength: 150}},
		"a day that somebody typed, where days are picked": {bot.Field{ID: "until", Kind: bot.FieldDate, Label: "Bis", Value: "25.3."}, true,
			model.DialogElement{Name: "until", Type: "text", DisplayName: "Bis", Default: "25.3.", MaxLength: 150}},
	} {
		got := element(c.field, c.dates)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if err := got.IsValid(); err != nil {
			t.Errorf("%s: a newer server refuses it: %v", name, err)
		}
	}
}

// Whatever the words are, a server takes the element: limits are in bytes, and
// no character is cut in two.
func TestElementsStayWithinLimits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.StringMatching(`[a-zäöüß€👩 ]{0,300}`)
		f := bot.Field{ID: "f", Kind: rapid.SampledFrom([]bot.FieldKind{bot.FieldLine, bot.FieldText, bot.FieldCheck, bot.FieldDate}).Draw(t, "kind"),
			Label: "x" + words.Draw(t, "label"), Help: words.Draw(t, "help"), Placeholder: words.Draw(t, "placeholder")}
		e := element(f, rapid.Bool().Draw(t, "dates"))
		if err := e.IsValid(); err != nil {
			t.Errorf("%+v: %v", f, err)
		}
		for _, s := range []string{e.DisplayName, e.HelpText, e.Placeholder} {
			if !utf8.ValidString(s) {
				t.Errorf("a character is cut in two: %q", s)
			}
		}
	})
}

func TestCut(t *testing.T) {
	if got := cutBytes("Verwaltungsspitze prüfen", 24); got != "Verwaltungsspitze pr…" {
		t.Errorf("%q, %d bytes", got, len(got))
	}
	if got := cutBytes("Titel", 24); got != "Titel" {
		t.Errorf("%q", got)
	}
	if got := cut(strings.Repeat("ü", 20), 10); utf8.RuneCountInString(got) != 10 || !utf8.ValidString(got) {
		t.Errorf("%q", got)
	}
}

func TestValues(t *testing.T) {
	got := values(map[string]any{"title": "Ja", "anonymous": true, "hours": 4.0, "empty": nil, "odd": []any{"x"}})
	want := map[string]string{"title": "Ja", "anonymous": "true", "hours": "4", "empty": "", "odd": ""}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

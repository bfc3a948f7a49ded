package mattermost

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/mattermost/mattermost/server/public/model"
	"pgregory.net/rapid"

	"lotsenfunk/bot"
)

func TestElements(t *testing.T) {
	options := []bot.Option{{Value: "it", Label: "Technik"}, {Value: "ai", Label: "Künstliche Intelligenz"}}
	listed := []*model.PostActionOptions{{Text: "Technik", Value: "it"}, {Text: "Künstliche Intelligenz", Value: "ai"}}
	newest := fieldsOf("11.10.2")
	for name, c := range map[string]struct {
		field bot.Field
		has   fields
		want  model.DialogElement
	}{
		"a line": {bot.Field{ID: "title", Kind: bot.FieldLine, Label: "Titel", MaxLen: 120}, fields{},
			model.DialogElement{Name: "title", Type: "text", DisplayName: "Titel", MaxLength: 120}},
		"a text": {bot.Field{ID: "text", Kind: bot.FieldText, Label: "Text", Value: "schon da", Optional: true, MaxLen: 9999}, fields{},
			model.DialogElement{Name: "text", Type: "textarea", DisplayName: "Text", Default: "schon da", Optional: true, MaxLength: 3000}},
		"a select": {bot.Field{ID: "category", Kind: bot.FieldSelect, Label: "Thema", Value: "it", Options: options}, fields{},
			model.DialogElement{Name: "category", Type: "select", DisplayName: "Thema", Default: "it", Options: listed}},
		"a box": {bot.Field{ID: "anonymous", Kind: bot.FieldCheck, Label: "ohne Namen", Help: "Beleg"}, fields{},
			model.DialogElement{Name: "anonymous", Type: "bool", DisplayName: "ohne Namen", Placeholder: "ohne Namen", HelpText: "Beleg", Default: "false", Optional: true}},
		"a day, typed": {bot.Field{ID: "until", Kind: bot.FieldDate, Label: "Bis", Help: "25.3. oder in 2 Wochen"}, fields{},
			model.DialogElement{Name: "until", Type: "text", DisplayName: "Bis", HelpText: "25.3. oder in 2 Wochen", MaxLength: 150}},
		"a day, picked": {bot.Field{ID: "until", Kind: bot.FieldDate, Label: "Bis", Value: "2027-03-25"}, newest,
			model.DialogElement{Name: "until", Type: "date", DisplayName: "Bis", Default: "2027-03-25"}},
		"a day that somebody typed, where days are picked": {bot.Field{ID: "until", Kind: bot.FieldDate, Label: "Bis", Value: "25.3."}, newest,
			model.DialogElement{Name: "until", Type: "text", DisplayName: "Bis", Default: "25.3.", MaxLength: 150}},
		"several, typed": {bot.Field{ID: "topics", Kind: bot.FieldSeveral, Label: "Themen", Value: "Technik", MaxLen: 500, Options: options}, fields{},
			model.DialogElement{Name: "topics", Type: "textarea", DisplayName: "Themen", Default: "Technik", MaxLength: 500}},
		"several, chosen": {bot.Field{ID: "topics", Kind: bot.FieldSeveral, Label: "Themen", Value: "Technik, ai", MaxLen: 500, Options: options}, newest,
			model.DialogElement{Name: "topics", Type: "select", MultiSelect: true, DisplayName: "Themen", Default: "it,ai", Options: listed}},
		"several, of which one is none": {bot.Field{ID: "topics", Kind: bot.FieldSeveral, Label: "Themen", Value: "Technik, Zauberei", Options: options}, newest,
			model.DialogElement{Name: "topics", Type: "text", DisplayName: "Themen", Default: "Technik, Zauberei", MaxLength: 150}},
		"a line that is longer than lines are": {bot.Field{ID: "link", Kind: bot.FieldLine, Label: "Link", MaxLen: 2000}, fields{},
			model.DialogElement{Name: "link", Type: "textarea", DisplayName: "Link", MaxLength: 2000}},
		"a line that is full of umlauts": {bot.Field{ID: "title", Kind: bot.FieldLine, Label: "Titel", MaxLen: 120, Value: strings.Repeat("ü", 120)}, fields{},
			model.DialogElement{Name: "title", Type: "textarea", DisplayName: "Titel", Default: strings.Repeat("ü", 120), MaxLength: 120}},
	} {
		got := element(c.field, c.has)
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
		f := bot.Field{ID: "f", Kind: rapid.SampledFrom([]bot.FieldKind{bot.FieldLine, bot.FieldText, bot.FieldCheck, bot.FieldDate, bot.FieldSeveral}).Draw(t, "kind"),
			Label: "x" + words.Draw(t, "label"), Help: words.Draw(t, "help"), Placeholder: words.Draw(t, "placeholder")}
		e := element(f, fields{dates: rapid.Bool().Draw(t, "dates"), several: rapid.Bool().Draw(t, "several")})
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
	got := values(map[string]any{"title": "Ja", "anonymous": true, "hours": 4.0, "empty": nil, "several": []any{"it", "ai"}, "odd": map[string]any{}})
	want := map[string]string{"title": "Ja", "anonymous": "true", "hours": "4", "empty": "", "several": "it,ai", "odd": ""}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestFieldsOfVersions(t *testing.T) {
	for version, want := range map[string]fields{
		"6.6.0": {}, "9.11.3": {}, "10.12": {}, "11.0.4": {several: true}, "11.1.0": {dates: true, several: true}, "12.0": {dates: true, several: true}, "": {}, "neu": {},
	} {
		if got := fieldsOf(version); got != want {
			t.Errorf("%q: %+v", version, got)
		}
	}
}

// What each version of the server is asked to open, and what is understood of
// what it hands back.
func TestFormsOfVersions(t *testing.T) {
	form := bot.Form{Action: "lotsenfunk.topics", State: "st", Title: "Themen", Submit: "Speichern", Fields: []bot.Field{
		{ID: "topics", Kind: bot.FieldSeveral, Label: "Themen", Value: "Technik", Options: []bot.Option{{Value: "it", Label: "Technik"}, {Value: "ai", Label: "KI"}}},
		{ID: "until", Kind: bot.FieldDate, Label: "Bis", Value: "2027-03-25"},
	}}
	for version, c := range map[string]struct {
		types        string
		handed, want map[string]any
	}{
		"6.6.0":  {"text text", map[string]any{"topics": "Technik, KI", "until": "25.3."}, map[string]any{"topics": "Technik, KI", "until": "25.3."}},
		"11.0.4": {"several text", map[string]any{"topics": []string{"it", "ai"}, "until": "25.3."}, map[string]any{"topics": "it,ai", "until": "25.3."}},
		"11.1.0": {"several date", map[string]any{"topics": []string{"it", "ai"}, "until": "2027-03-25"}, map[string]any{"topics": "it,ai", "until": "2027-03-25"}},
		// Newer clients leave out what is empty.
		"11.10.0": {"several date", map[string]any{}, map[string]any{}},
	} {
		r := newRig(t)
		r.tiny.config["Version"] = version
		r.answers(bot.OpenForm(form))
		r.send(pathCommand, formType, typed(nil))
		var asked model.OpenDialogRequest
		for _, request := range r.tiny.requests() {
			if body, ok := strings.CutPrefix(request, "POST /api/v4/actions/dialogs/open "); ok {
				if err := json.Unmarshal([]byte(body), &asked); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := asked.Dialog.IsValid(); err != nil || asked.URL != "https://bot.example"+pathDialog {
			t.Errorf("%s: the server refuses %+v: %v", version, asked, err)
		}
		var types []string
		for _, e := range asked.Dialog.Elements {
			if e.MultiSelect {
				e.Type = "several"
			}
			types = append(types, e.Type)
		}
		if strings.Join(types, " ") != c.types {
			t.Errorf("%s: %v", version, types)
		}
		r.answers(bot.Nothing())
		r.json(pathDialog, map[string]any{"type": "dialog_submission", "callback_id": asked.Dialog.CallbackId, "state": asked.Dialog.State, "user_id": anna, "submission": c.handed})
		got := map[string]any{}
		for id, v := range r.heard()[0].Values {
			got[id] = v
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", version, diff)
		}
	}
}

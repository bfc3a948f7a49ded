package slack_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lotsenfunk/bot"
	"lotsenfunk/bot/bottest"
)

// words are what people type, and then some.
func words(t *rapid.T, name string) string {
	return rapid.OneOf(
		rapid.String(),
		rapid.SampledFrom([]string{"", " ", "\n", "<!channel> @here *x* `y` <https://a.example|z> :bulb: &amp;", strings.Repeat("Zuständigkeit ", 400), strings.Repeat("👩‍💻", 200)}),
	).Draw(t, name)
}

func someText(t *rapid.T) bot.Text {
	span := rapid.Custom(func(t *rapid.T) bot.Span {
		s := bot.Span{Text: words(t, "span"), Strong: rapid.Bool().Draw(t, "strong"), Emphasis: rapid.Bool().Draw(t, "emphasis"), Code: rapid.Bool().Draw(t, "code")}
		switch rapid.IntRange(0, 5).Draw(t, "kind") {
		case 0:
			s.URL = rapid.SampledFrom([]string{"https://a.example/x", "javascript:alert(1)", "x", "https://" + strings.Repeat("a", 4000) + ".example"}).Draw(t, "url")
		case 1:
			s.Mention = "U0123"
		case 2:
			s.Time = time.Unix(1_800_000_000, 0)
		}
		return s
	})
	block := rapid.Custom(func(t *rapid.T) bot.Block {
		return bot.Block{Spans: rapid.SliceOfN(span, 0, 3).Draw(t, "spans"), Items: rapid.SliceOfN(rapid.SliceOfN(span, 0, 2), 0, 3).Draw(t, "items")}
	})
	return rapid.SliceOfN(block, 0, 4).Draw(t, "text")
}

func someOptions(t *rapid.T, most int) []bot.Option {
	options := make([]bot.Option, rapid.IntRange(0, most).Draw(t, "options"))
	long := strings.Repeat("v", rapid.SampledFrom([]int{0, 0, 0, 200}).Draw(t, "long"))
	for i := range options {
		options[i] = bot.Option{Value: fmt.Sprint("v", i, long), Label: words(t, "option")}
	}
	return options
}

func someMessage(t *rapid.T) bot.Message {
	control := rapid.Custom(func(t *rapid.T) bot.Control {
		c := bot.Control{Action: rapid.SampledFrom([]string{"idea.vote", "x", strings.Repeat("a", 100)}).Draw(t, "action"),
			Value: rapid.StringN(0, 50, 200).Draw(t, "value"), Label: words(t, "label"), Confirm: words(t, "confirm"),
			Style: rapid.SampledFrom([]bot.Style{bot.StyleDefault, bot.StylePrimary, bot.StyleDanger}).Draw(t, "style")}
		if rapid.IntRange(0, 3).Draw(t, "select") == 0 {
			c.Options = someOptions(t, 120)
		}
		if rapid.IntRange(0, 5).Draw(t, "link") == 0 {
			c.URL = rapid.SampledFrom([]string{"https://a.example/x", "javascript:alert(1)"}).Draw(t, "url")
		}
		return c
	})
	m := bot.Message{Line: words(t, "line"), Text: someText(t), About: rapid.SampledFrom([]string{"", "53"}).Draw(t, "about")}
	for range rapid.IntRange(0, 3).Draw(t, "rows") {
		m.Rows = append(m.Rows, rapid.SliceOfN(control, 0, 30).Draw(t, "row"))
	}
	if m.Line == "" && len(strings.TrimSpace(m.Text.Plain())) == 0 {
		m.Line = "x" // the bot always says something
	}
	return m
}

// Whatever the bot has to say, Slack takes it: as a message, changed, shown to one
// person alone, and as a home.
func TestNoMessageIsRefused(t *testing.T) {
	h := newHall(t, true)
	h.handler.Store(bot.HandlerFunc(func(context.Context, bot.Event) bot.Reply { return bot.Nothing() }))
	tenant := bot.Tenant{Platform: "slack", ID: h.stage.Workspace().ID}
	rapid.Check(t, func(r *rapid.T) {
		m := someMessage(r)
		ref, err := h.Post(t.Context(), bot.Target{Tenant: tenant, Channel: h.stage.ID(bottest.Public)}, m, "k")
		if err != nil {
			r.Fatalf("posted: %v", err)
		}
		if err := h.Update(t.Context(), ref, m); err != nil {
			r.Fatalf("changed: %v", err)
		}
		h.handler.Store(bot.HandlerFunc(func(context.Context, bot.Event) bot.Reply { return bot.Private(m) }))
		if err := h.stage.Say(t.Context(), bottest.Anna, strings.TrimPrefix(bottest.Public, "#"), "/idee"); err != nil {
			r.Fatalf("alone: %v", err)
		}
	})
	if c := h.slack.Complaints(); len(c) > 0 {
		t.Errorf("Slack dropped something: %q", c)
	}
}

// Whatever form the bot opens, Slack takes it, and its errors.
func TestNoFormIsRefused(t *testing.T) {
	h := newHall(t, true)
	kinds := []bot.FieldKind{bot.FieldLine, bot.FieldText, bot.FieldSelect, bot.FieldCheck, bot.FieldDate, bot.FieldSeveral}
	rapid.Check(t, func(r *rapid.T) {
		f := bot.Form{Action: "idea.file", State: rapid.StringN(0, 100, 400).Draw(r, "state"), Title: words(r, "title"), Submit: words(r, "submit"), Intro: someText(r)}
		for i := range rapid.IntRange(1, 5).Draw(r, "fields") {
			f.Fields = append(f.Fields, bot.Field{ID: fmt.Sprint("f", i), Kind: rapid.SampledFrom(kinds).Draw(r, "kind"), Label: words(r, "label"),
				Help: words(r, "help"), Placeholder: words(r, "placeholder"), Value: rapid.OneOf(rapid.Just("v1"), rapid.Just("v0, v1"), rapid.Just("true"), rapid.Map(rapid.Int(), func(int) string { return words(r, "value") })).Draw(r, "value"),
				Optional: true, MaxLen: rapid.IntRange(0, 5000).Draw(r, "most"), Options: someOptions(r, 120)})
		}
		h.handler.Store(bot.HandlerFunc(func(_ context.Context, ev bot.Event) bot.Reply {
			if ev.Kind == bot.KindCommand {
				return bot.OpenForm(f)
			}
			return bot.FieldErrors(map[string]string{"": "Das ging nicht.", "f0": "Nein."})
		}))
		if err := h.stage.Say(t.Context(), bottest.Anna, "", "/idee"); err != nil {
			r.Fatal(err)
		}
		if err := h.settle(t.Context()); err != nil {
			r.Fatal(err)
		}
		if _, open, err := h.stage.Form(t.Context(), bottest.Anna); err != nil || !open {
			r.Fatalf("the form did not open: %v", err)
		}
		if err := h.stage.Submit(t.Context(), bottest.Anna, nil); err != nil {
			r.Fatal(err)
		}
		if got, open, _ := h.stage.Form(t.Context(), bottest.Anna); !open || !strings.Contains(got.Errors["f0"], "Nein.") || !strings.Contains(got.Errors["f0"], "Das ging nicht.") {
			r.Fatalf("the errors: %v %v", open, got.Errors)
		}
		if err := h.stage.Cancel(t.Context(), bottest.Anna); err != nil {
			r.Fatal(err)
		}
	})
}

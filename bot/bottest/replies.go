package bottest

import (
	"context"
	"slices"

	"lotsenfunk/bot"
	"lotsenfunk/bot/script"
)

// replies checks that each kind of reply appears to exactly the right people.
func replies(c *check) {
	line := func(words string) bot.Message { return bot.Message{Line: words} }
	for _, r := range []struct {
		name  string
		reply bot.Reply
		in    string // where Anna types the command
		to    string
		words string
	}{
		{"private, in a channel", bot.Private(line("nur für dich 1")), Public, Anna, "nur für dich 1"},
		{"private, in direct messages", bot.Private(line("nur für dich 2")), "", Anna, "nur für dich 2"},
		{"public", bot.Public(line("für alle 3")), Public, Public, "für alle 3"},
		{"public, among members", bot.Public(line("für alle 4")), Members, Members, "für alle 4"},
		{"public, in direct messages", bot.Public(line("für alle 5")), "", Anna, "für alle 5"},
		{"replace, with nothing to replace", bot.Replace(line("statt dessen 6")), Public, Anna, "statt dessen 6"},
		{"off the record", bot.Reply{Private: &bot.Message{Line: "vertraulich 7"}, OffRecord: true}, Public, Anna, "vertraulich 7"},
	} {
		c.Logf("%s", r.name)
		c.answer(r.reply)
		c.one(say(r.in, "/idee"))
		c.only(r.to, r.words)
	}

	c.answer(bot.Nothing())
	c.one(say(Public, "/idee"))
	if said, err := c.Stage.Said(c.Context()); err != nil || len(said) != 0 {
		c.Errorf("nothing was answered, but said was %v %v", said, err)
	}

	// A replaced card changes for all who see it, and its button is gone.
	c.post(c.channel(Public), card("Idee 8", "idea.withdraw", "8", "Zurückziehen"), "")
	c.answer(bot.Replace(line("Idee 8 ist zurückgezogen")))
	c.one(click("Zurückziehen", "Idee 8"))
	c.only(Public, "Idee 8 ist zurückgezogen")
	c.stale("Zurückziehen", "Idee 8")
}

// stale checks that a button which is gone cannot be pressed, or at least
// reaches nobody.
func (c *check) stale(label, on string) {
	c.Helper()
	arrived := c.after(func(ctx context.Context, s script.Stage) error {
		if s.Click(ctx, Anna, label, on) == nil {
			c.Errorf("the button %q on %q is still there", label, on)
		}
		return nil
	})
	if len(arrived) != 0 {
		c.Errorf("a button that is gone was heard: %+v", arrived)
	}
}

// forms checks the life of a form: open, wrong, right, and closed unsent.
func forms(c *check) {
	form := bot.Form{Action: "idea.file", State: "state-1", Title: "Idee", Submit: "Einreichen", Fields: []bot.Field{
		{ID: "title", Kind: bot.FieldLine, Label: "Titel"},
		{ID: "description", Kind: bot.FieldText, Label: "Worum geht es?", Value: "noch leer", Optional: true},
		{ID: "category", Kind: bot.FieldSelect, Label: "Thema", Value: "it", Options: []bot.Option{{Value: "it", Label: "Technik"}, {Value: "kita", Label: "Kita"}}},
		{ID: "anonymous", Kind: bot.FieldCheck, Label: "ohne Namen", Value: "false", Optional: true},
	}}
	c.answer(bot.OpenForm(form))
	c.one(say(Public, "/idee"))
	c.formIs(Anna, true)
	c.formIs(Ben, false)

	c.answer(bot.FieldErrors(map[string]string{"title": "Den Titel gibt es schon."}))
	got := c.one(submit(map[string]string{"title": "Termine", "category": "Kita", "anonymous": "true"}))
	want := map[string]string{"title": "Termine", "description": "noch leer", "category": "kita", "anonymous": "true"}
	if got.Kind != bot.KindSubmit || got.Action != "idea.file" || got.State != "state-1" || got.Where.ID != c.ID(Public) {
		c.Errorf("submitted: %+v", got)
	}
	for id, value := range want {
		if got.Values[id] != value {
			c.Errorf("field %s is %q, want %q", id, got.Values[id], value)
		}
	}
	if f := c.formIs(Anna, true); f.Errors["title"] == "" {
		c.Errorf("the error stands nowhere: %+v", f)
	}
	c.only(Anna, "Den Titel gibt es schon.")

	c.answer(bot.Private(bot.Message{Line: "Danke, Idee 53"}))
	c.one(submit(map[string]string{"title": "Termine online"}))
	c.formIs(Anna, false)
	c.only(Anna, "Danke, Idee 53")

	if slices.Contains(c.Lacks, bot.KindCancel) {
		return
	}
	c.answer(bot.OpenForm(form))
	c.one(say("", "/idee"))
	c.answer(bot.Nothing())
	got = c.one(func(ctx context.Context, s script.Stage) error { return s.Cancel(ctx, Anna) })
	if got.Kind != bot.KindCancel || got.Action != "idea.file" || got.State != "state-1" {
		c.Errorf("closed: %+v", got)
	}
	c.formIs(Anna, false)
}

func submit(values map[string]string) func(context.Context, script.Stage) error {
	return func(ctx context.Context, s script.Stage) error { return s.Submit(ctx, Anna, values) }
}

func (c *check) formIs(who string, want bool) script.Form {
	c.Helper()
	f, open, err := c.Stage.Form(c.Context(), who)
	c.must(err)
	if open != want {
		c.Errorf("a form is open for %s: %v, want %v", who, open, want)
	}
	return f
}

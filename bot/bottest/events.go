package bottest

import (
	"context"
	"slices"
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/bot/script"
)

// arrival is something somebody does, and what must arrive of it.
type arrival struct {
	name string
	act  func(context.Context, script.Stage) error
	want bot.Event // Kind and the fields that kind has; see carries
	in   string    // a channel, or "" for the direct messages with the bot
}

// events checks that every kind of event arrives decoded.
func events(c *check) {
	topic := bot.Control{Action: "topic", Label: "Thema", Options: []bot.Option{{Value: "it", Label: "Technik"}, {Value: "kita", Label: "Kita"}}}
	standing := card("Idee 53", "idea.vote", "53", "Unterstützen")
	standing.Rows, standing.About = append(standing.Rows, bot.Row{topic}), "53"
	ref := c.post(c.channel(Public), standing, "")
	c.after(func(ctx context.Context, s script.Stage) error {
		return s.Say(ctx, Ben, strings.TrimPrefix(Members, "#"), "Wartezeiten am Telefon")
	})

	for _, a := range []arrival{
		{"command", say("", "/idee  neue Idee"), bot.Event{Kind: bot.KindCommand, Command: Command, Text: "neue Idee"}, ""},
		{"bare command", say("", "/idee"), bot.Event{Kind: bot.KindCommand, Command: Command}, ""},
		{"command in a channel", say(Public, "/idee liste"), bot.Event{Kind: bot.KindCommand, Command: Command, Text: "liste"}, Public},
		{"command among members", say(Members, "/idee liste"), bot.Event{Kind: bot.KindCommand, Command: Command, Text: "liste"}, Members},
		{"direct message", say("", "Guten Morgen"), bot.Event{Kind: bot.KindMessage, Text: "Guten Morgen"}, ""},
		{"click", click("Unterstützen", "Idee 53"), bot.Event{Kind: bot.KindClick, Action: "idea.vote", Value: "53", Source: ref}, Public},
		{"choice", func(ctx context.Context, s script.Stage) error {
			return s.Choose(ctx, Anna, "Kita", "Thema", "Idee 53")
		},
			bot.Event{Kind: bot.KindSelect, Action: "topic", Value: "kita", Source: ref}, Public},
		{"reply", func(ctx context.Context, s script.Stage) error { return s.Reply(ctx, Anna, "Idee 53", "Danke!") },
			bot.Event{Kind: bot.KindReply, Text: "Danke!", Thread: ref, About: "53"}, Public},
		{"reaction on the bot's own", react("Idee 53", true),
			bot.Event{Kind: bot.KindReaction, Emoji: "💡", Source: ref, Quote: &bot.Quote{Text: "Idee 53", Mine: true}}, Public},
		{"taken back", react("Idee 53", false), bot.Event{Kind: bot.KindUnreaction, Emoji: "💡", Source: ref}, Public},
		{"reaction on somebody's", react("Wartezeiten", true),
			bot.Event{Kind: bot.KindReaction, Emoji: "💡", Quote: &bot.Quote{Text: "Wartezeiten am Telefon", Author: bot.Account{ID: c.ID(Ben)}}}, Members},
		{"shortcut", func(ctx context.Context, s script.Stage) error { return s.Shortcut(ctx, Anna, Shortcut, "Wartezeiten") },
			bot.Event{Kind: bot.KindShortcut, Action: Action, Quote: &bot.Quote{Text: "Wartezeiten am Telefon", Author: bot.Account{ID: c.ID(Ben)}}}, Members},
		{"home", func(ctx context.Context, s script.Stage) error { return s.Home(ctx, Anna) }, bot.Event{Kind: bot.KindHome}, ""},
	} {
		if slices.Contains(c.Lacks, a.want.Kind) {
			continue
		}
		got := c.one(a.act)
		c.sameEvent(a.name, got, a.want)
		c.samePlace(a.name, got, a.in)
	}

	// What was answered privately in direct messages has a thread as well.
	c.answer(bot.Private(bot.Message{Line: "Frage 54 ist angekommen", About: "54"}))
	c.one(say("", "/idee"))
	c.answer(bot.Nothing())
	reply := c.one(func(ctx context.Context, s script.Stage) error { return s.Reply(ctx, Anna, "Frage 54", "Noch etwas") })
	if reply.Kind != bot.KindReply || reply.About != "54" || reply.Text != "Noch etwas" {
		c.Errorf("a reply below a private answer: %+v", reply)
	}

	silent := c.after(say(Public, "Mahlzeit"))
	if len(silent) != 0 {
		c.Errorf("the bot listens to what people say to each other: %+v", silent)
	}
}

func say(channel, text string) func(context.Context, script.Stage) error {
	return func(ctx context.Context, s script.Stage) error {
		return s.Say(ctx, Anna, strings.TrimPrefix(channel, "#"), text)
	}
}

func click(label, on string) func(context.Context, script.Stage) error {
	return func(ctx context.Context, s script.Stage) error { return s.Click(ctx, Anna, label, on) }
}

func react(on string, put bool) func(context.Context, script.Stage) error {
	return func(ctx context.Context, s script.Stage) error { return s.React(ctx, Anna, "💡", on, put) }
}

// sameEvent compares what the kind of event must carry.
func (c *check) sameEvent(name string, got, want bot.Event) {
	c.Helper()
	if got.Delivery == "" || got.Who.ID != c.ID(Anna) || got.Who.Tenant != c.Tenant {
		c.Errorf("%s: delivery %q by %+v", name, got.Delivery, got.Who)
	}
	if got.Kind != want.Kind || got.Command != want.Command || got.Text != want.Text ||
		got.Action != want.Action || got.Value != want.Value || got.Emoji != want.Emoji {
		c.Errorf("%s: got %+v, want %+v", name, got, want)
	}
	if !want.Source.IsZero() && got.Source != want.Source {
		c.Errorf("%s: source %v, want %v", name, got.Source, want.Source)
	}
	if got.About != want.About {
		c.Errorf("%s: it is about %q, want %q", name, got.About, want.About)
	}
	if got.Thread != want.Thread {
		c.Errorf("%s: thread %v, want %v", name, got.Thread, want.Thread)
	}
	if want.Quote == nil {
		return
	}
	q := got.Quote
	if q == nil || !script.Contains(q.Text, want.Quote.Text) || q.Mine != want.Quote.Mine || (!q.Mine && q.Author.ID != want.Quote.Author.ID) {
		c.Errorf("%s: quote %+v, want %+v", name, q, want.Quote)
	}
}

func (c *check) samePlace(name string, got bot.Event, in string) {
	c.Helper()
	if got.Where.Direct != (in == "") || (in != "" && got.Where.ID != c.ID(in)) || got.Where.Private != (in != Public) {
		c.Errorf("%s: it happened in %+v, want %q", name, got.Where, in)
	}
}

// deliveries checks that each thing somebody does has an id of its own, and
// that the platform repeating itself repeats the id.
func deliveries(c *check) {
	c.post(c.person(Anna), card("Idee 53", "idea.vote", "53", "Unterstützen"), "")
	first, second := c.one(click("Unterstützen", "Idee 53")), c.one(click("Unterstützen", "Idee 53"))
	if first.Delivery == second.Delivery {
		c.Errorf("two clicks are both delivery %q", first.Delivery)
	}
	if c.Redeliver == nil {
		return
	}
	for _, again := range c.after(func(ctx context.Context, _ script.Stage) error { return c.Redeliver(ctx) }) {
		if again.Delivery != second.Delivery {
			c.Errorf("a repeated delivery is %q, was %q", again.Delivery, second.Delivery)
		}
	}
}

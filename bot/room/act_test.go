package room_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"lotsenfunk/bot"
	"lotsenfunk/bot/room"
)

func TestSayMakesCommandsMessagesAndPosts(t *testing.T) {
	for _, c := range []struct {
		name, channel, text string
		kind                bot.Kind // "": no event
		command, rest       string
		shown               bool // as a message in the place
	}{
		{"command", "", "/idee neue Idee", bot.KindCommand, "idee", "neue Idee", false},
		{"command in a channel", "ideen", "/idee  liste ", bot.KindCommand, "idee", "liste", false},
		{"bare command", "", "/idee", bot.KindCommand, "idee", "", false},
		{"command over two lines", "", "/idee\nzwei\nZeilen", bot.KindCommand, "idee", "zwei\nZeilen", false},
		{"direct message", "", "Hallo", bot.KindMessage, "", "Hallo", true},
		{"a lone slash is no command", "", "/ oder", bot.KindMessage, "", "/ oder", true},
		{"channel", "ideen", "Mahlzeit", "", "", "", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := &recorder{}
			r := open(t, nil, h)
			must(t, r.Say(t.Context(), "anna", c.channel, c.text))
			if got := len(r.Posts("anna", c.channel)) == 1; got != c.shown {
				t.Errorf("shown as a message: %v, want %v", got, c.shown)
			}
			if c.kind == "" {
				if h.count() != 0 {
					t.Errorf("event %+v, want none", h.last(t))
				}
				return
			}
			ev := h.last(t)
			if ev.Kind != c.kind || ev.Command != c.command || ev.Text != c.rest {
				t.Errorf("got %s %q %q, want %s %q %q", ev.Kind, ev.Command, ev.Text, c.kind, c.command, c.rest)
			}
			if ev.Delivery == "" || ev.Who.ID != "anna" || ev.Who.Language != "de" || ev.Who.Tenant != r.Tenant() {
				t.Errorf("who and delivery: %+v", ev)
			}
			if want := c.channel == ""; ev.Where.Direct != want || ev.Where.Private != want {
				t.Errorf("where: %+v", ev.Where)
			}
		})
	}
}

func TestAnswerReachesTheBotOnlyInItsOwnThreads(t *testing.T) {
	h := &recorder{}
	r := open(t, nil, h)
	must(t, r.Say(t.Context(), "ben", "ideen", "Mahlzeit"))
	human := r.Posts("ben", "ideen")[0].ID
	must(t, r.Answer(t.Context(), "anna", human, "Gleichfalls"))
	if h.count() != 0 {
		t.Fatalf("the bot heard %+v", h.last(t))
	}

	card := post(t, r, bot.Target{Channel: "ideen"}, msg("Idee 53"))
	must(t, r.Answer(t.Context(), "anna", card.ID, "Danke!"))
	first := h.last(t)
	if first.Kind != bot.KindReply || first.Text != "Danke!" || first.Thread != card {
		t.Errorf("reply: %+v", first)
	}
	// An answer to an answer joins the same thread.
	answer := r.Thread("anna", card.ID)[1].ID
	must(t, r.Answer(t.Context(), "ben", answer, "Gern"))
	if got := h.last(t).Thread; got != card {
		t.Errorf("thread %v, want %v", got, card)
	}
	if got := len(r.Thread("ben", card.ID)); got != 3 {
		t.Errorf("%d messages in the thread, want 3", got)
	}
}

func TestACommandInAThreadIsNotPosted(t *testing.T) {
	h := &recorder{reply: bot.Private(msg("nur für dich"))}
	r := open(t, nil, h)
	card := post(t, r, bot.Target{Channel: "ideen"}, msg("Idee 53"))
	must(t, r.Answer(t.Context(), "anna", card.ID, "/idee 53"))
	if ev := h.last(t); ev.Kind != bot.KindCommand || ev.Thread != card {
		t.Errorf("event %+v", ev)
	}
	same(t, "ben sees", words(r, "ben", "ideen"), []string{"Idee 53"})
	if p := r.Thread("anna", card.ID); len(p) != 2 || p[1].For != "anna" {
		t.Errorf("anna's thread: %+v", p)
	}
}

func TestPressAndChooseNeedAControlThatIsThere(t *testing.T) {
	h := &recorder{}
	r := open(t, nil, h)
	topic := bot.Control{Action: "topic", Label: "Thema", Options: []bot.Option{{Value: "it", Label: "IT"}}}
	link := bot.Control{Action: "open", Label: "Ansehen", URL: "https://example.org"}
	card := post(t, r, bot.Target{Channel: "ideen"}, msg("Idee 53", bot.Button("idea.vote", "53", "Unterstützen"), topic, link)).ID
	secret := post(t, r, bot.Target{Channel: "lotsen"}, msg("Frage 1", bot.Button("help.claim", "1", "Übernehmen"))).ID

	must(t, r.Press(t.Context(), "anna", card, "idea.vote", "53"))
	if ev := h.last(t); ev.Kind != bot.KindClick || ev.Action != "idea.vote" || ev.Value != "53" || ev.Source.ID != card {
		t.Errorf("click: %+v", ev)
	}
	must(t, r.Choose(t.Context(), "anna", card, "topic", "it"))
	if ev := h.last(t); ev.Kind != bot.KindSelect || ev.Action != "topic" || ev.Value != "it" {
		t.Errorf("select: %+v", ev)
	}

	before := h.count()
	for name, err := range map[string]error{
		"another value":      r.Press(t.Context(), "anna", card, "idea.vote", "54"),
		"another action":     r.Press(t.Context(), "anna", card, "idea.withdraw", "53"),
		"a link":             r.Press(t.Context(), "anna", card, "open", ""),
		"no such option":     r.Choose(t.Context(), "anna", card, "topic", "kita"),
		"a button as select": r.Choose(t.Context(), "anna", card, "idea.vote", "53"),
		"no such shortcut":   r.Shortcut(t.Context(), "anna", card, "idea.steal"),
	} {
		if !errors.Is(err, room.ErrNoControl) {
			t.Errorf("%s: %v, want ErrNoControl", name, err)
		}
	}
	for name, err := range map[string]error{
		"a message in a channel of others": r.Press(t.Context(), "anna", secret, "help.claim", "1"),
		"no such message":                  r.Press(t.Context(), "anna", "nowhere", "help.claim", "1"),
		"a channel of others":              r.Say(t.Context(), "anna", "lotsen", "Hallo"),
		"direct messages of others":        r.Say(t.Context(), "anna", "@ben", "Hallo"),
		"nobody":                           r.Say(t.Context(), "dora", "", "Hallo"),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if h.count() != before {
		t.Errorf("the bot was asked: %+v", h.last(t))
	}
}

func TestReactionsCarryTheMessage(t *testing.T) {
	h := &recorder{reply: bot.Private(msg("Als Idee einreichen?"))}
	r := open(t, nil, h)
	must(t, r.Say(t.Context(), "ben", "lotsen", "Wartezeiten"))
	p := r.Posts("ben", "lotsen")[0]
	must(t, r.React(t.Context(), "ben", p.ID, "💡", true))
	must(t, r.React(t.Context(), "ben", p.ID, "💡", true))
	if h.count() != 1 {
		t.Fatalf("%d events, want 1", h.count())
	}
	ev := h.last(t)
	want := bot.Quote{Text: "Wartezeiten", Author: bot.Account{Tenant: r.Tenant(), ID: "ben", Name: "Ben"}, Permalink: "https://room.example/" + p.ID}
	if ev.Kind != bot.KindReaction || ev.Emoji != "💡" || !ev.Where.Private || ev.Quote == nil || *ev.Quote != want {
		t.Errorf("reaction: %+v, quote %+v", ev, ev.Quote)
	}
	same(t, "who reacted", r.Posts("ben", "lotsen")[0].Reactions["💡"], []string{"ben"})
	must(t, r.React(t.Context(), "ben", p.ID, "💡", false))
	if ev := h.last(t); ev.Kind != bot.KindUnreaction || len(r.Posts("ben", "lotsen")[0].Reactions) != 0 {
		t.Errorf("taken back: %+v", ev)
	}

	card := post(t, r, bot.Target{Channel: "ideen"}, msg("Idee 53"))
	must(t, r.Shortcut(t.Context(), "anna", card.ID, "idea.from"))
	if ev := h.last(t); ev.Kind != bot.KindShortcut || ev.Action != "idea.from" || !ev.Quote.Mine || ev.Where.Private {
		t.Errorf("shortcut: %+v, quote %+v", ev, ev.Quote)
	}
	ephemeral := r.Posts("anna", "ideen")[1]
	if err := r.React(t.Context(), "anna", ephemeral.ID, "💡", true); err == nil {
		t.Error("a private answer took a reaction")
	}
	if err := r.Answer(t.Context(), "anna", ephemeral.ID, "ja"); err == nil {
		t.Error("a private answer took an answer")
	}
}

func TestHomeIsADirectMessage(t *testing.T) {
	h := &recorder{reply: bot.Private(msg("Deins"))}
	r := open(t, nil, h)
	must(t, r.OpenHome(t.Context(), "anna"))
	if ev := h.last(t); ev.Kind != bot.KindHome || !ev.Where.Direct {
		t.Errorf("home: %+v", ev)
	}
	same(t, "anna's messages", words(r, "anna", ""), []string{"Deins"})
}

// Whatever is typed arrives, as a command or as plain words, and nothing of
// it is lost but the white space around a command's rest.
func FuzzSay(f *testing.F) {
	for _, text := range []string{"/idee neu", "/", "/ x", "//x", "/idee\u00a0x", "\t/idee\n\n", "Hallo", "", "/💡", "/\xff x"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		h := &recorder{}
		r := open(t, nil, h)
		must(t, r.Say(t.Context(), "anna", "", text))
		ev := h.last(t)
		switch ev.Kind {
		case bot.KindMessage:
			if ev.Text != text {
				t.Errorf("%q arrived as %q", text, ev.Text)
			}
		case bot.KindCommand:
			back := strings.Fields("/" + ev.Command + " " + ev.Text)
			if ev.Command == "" || !slices.Equal(back, strings.Fields(text)) {
				t.Errorf("%q arrived as %q and %q", text, ev.Command, ev.Text)
			}
		default:
			t.Errorf("%q arrived as %s", text, ev.Kind)
		}
	})
}

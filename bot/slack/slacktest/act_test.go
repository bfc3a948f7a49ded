package slacktest_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"lotsenfunk/bot/slack/slacktest"
)

// respond answers through a response_url and is the error's code, or "".
func respond(t *testing.T, url string, m slack.WebhookMessage) string {
	t.Helper()
	raw, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.Post(url, "application/json", strings.NewReader(string(raw)))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusOK {
		return ""
	}
	var said struct {
		Error string `json:"error"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&said); err != nil {
		t.Fatal(err)
	}
	return said.Error
}

func TestCommand(t *testing.T) {
	both(t, func(t *testing.T, r *rig, p *program) {
		p.set(func(p *program) { p.answer = map[string]any{"text": "gleich"} })
		anna := r.ws.As(r.anna)
		r.must(anna.Command(t.Context(), r.ideas, "/idee  Termine & <mehr> für @ben in #ideen "))
		c := p.command(t)
		if c.Command != "/idee" || c.Text != "Termine &amp; &lt;mehr&gt; für <@"+r.ben+"|ben> in <#"+r.ideas+"|ideen>" ||
			c.UserID != r.anna || c.TeamID != r.ws.ID || c.ChannelName != "ideen" || c.APIAppID != slacktest.AppID {
			t.Errorf("the command: %+v", c)
		}
		if s := r.only(r.anna, r.ideas); s.Text != "gleich" || !s.Only {
			t.Errorf("seen: %+v", s)
		}
		p.set(func(p *program) { p.answer = nil })
		r.must(anna.Command(t.Context(), r.ws.DM(r.anna), "/idee"))
		if c := p.command(t); c.ChannelName != "directmessage" || c.Text != "" {
			t.Errorf("in direct messages: %+v", c)
		}
		if anna.Command(t.Context(), r.ideas, "/nichts") == nil {
			t.Error("a command that is none was taken")
		}
		if r.ws.As(r.cem).Command(t.Context(), r.guides, "/idee") == nil {
			t.Error("somebody typed where they are not")
		}
	})
}

func TestResponseURL(t *testing.T) {
	r, p := overHTTP(t)
	r.must(r.ws.As(r.anna).Command(t.Context(), r.ideas, "/idee"))
	hook := p.command(t).ResponseURL
	for i := range slacktest.HookUses {
		if code := respond(t, hook, slack.WebhookMessage{Text: "x"}); code != "" {
			t.Errorf("use %d: %s", i+1, code)
		}
	}
	if code := respond(t, hook, slack.WebhookMessage{Text: "x"}); code != "used_url" {
		t.Errorf("a sixth use: %s", code)
	}
	if n := len(r.seen(r.anna, r.ideas)); n != slacktest.HookUses {
		t.Errorf("%d answers are seen", n)
	}

	r.must(r.ws.As(r.anna).Command(t.Context(), r.ideas, "/idee"))
	hook = p.command(t).ResponseURL
	if code := respond(t, hook, slack.WebhookMessage{ResponseType: "in_channel", Text: "für alle"}); code != "" {
		t.Error(code)
	}
	if s := r.only(r.ben, r.ideas); s.Text != "für alle" {
		t.Errorf("another sees: %+v", s)
	}
	if code := respond(t, hook, slack.WebhookMessage{}); code != "no_text" {
		t.Errorf("an empty answer: %q", code)
	}
	r.Turn(slacktest.HookTime + time.Second)
	if code := respond(t, hook, slack.WebhookMessage{Text: "x"}); code != "expired_url" {
		t.Errorf("after half an hour: %q", code)
	}
}

func TestPress(t *testing.T) {
	both(t, func(t *testing.T, r *rig, p *program) {
		ts := r.post(r.ideas, card(), text("Idee 53"))
		s := r.only(r.anna, r.ideas)
		anna := r.ws.As(r.anna)
		r.must(anna.Press(t.Context(), s.Controls[0]))
		a := p.action(t)
		if a.Type != slack.InteractionTypeBlockActions || a.User.ID != r.anna || a.Team.ID != r.ws.ID || a.Channel.ID != r.ideas ||
			a.Message.Timestamp != ts || a.Container.MessageTs != ts || a.Container.IsEphemeral || a.TriggerID == "" || a.ResponseURL == "" {
			t.Errorf("the press: %+v", a)
		}
		if b := a.ActionCallback.BlockActions[0]; b.ActionID != "idea.vote" || b.Value != "53" || b.BlockID != "row1" || b.Text.Text != "Unterstützen" {
			t.Errorf("the action: %+v", b)
		}
		r.must(anna.Choose(t.Context(), s.Controls[1], "it"))
		a = p.action(t)
		if b := a.ActionCallback.BlockActions[0]; b.SelectedOption.Value != "it" || b.SelectedOption.Text.Text != "Technik &amp; Netz" ||
			a.BlockActionState.Values["row1"]["idea.topic"].SelectedOption.Value != "it" {
			t.Errorf("the choice: %+v %+v", b, a.BlockActionState)
		}
		if anna.Choose(t.Context(), s.Controls[1], "sport") == nil {
			t.Error("an option that is none was chosen")
		}
		if code := respond(t, a.ResponseURL, slack.WebhookMessage{ReplaceOriginal: true, Text: "Danke"}); code != "" {
			t.Error(code)
		}
		if s := r.only(r.ben, r.ideas); s.Text != "Danke" || s.TS != ts {
			t.Errorf("replaced: %+v", s)
		}
		if anna.Press(t.Context(), s.Controls[0]) == nil {
			t.Error("a button that is gone was pressed")
		}

		// One that only she sees can be replaced and deleted, but is told of without
		// what it says.
		_, err := r.client.PostEphemeral(r.guides, r.anna, card(), text("x"))
		r.must(err)
		r.must(anna.Press(t.Context(), r.only(r.anna, r.guides).Controls[0]))
		a = p.action(t)
		if !a.Container.IsEphemeral || a.Message.Timestamp != "" || len(a.Message.Blocks.BlockSet) != 0 {
			t.Errorf("alone: %+v", a)
		}
		respond(t, a.ResponseURL, slack.WebhookMessage{ReplaceOriginal: true, Text: "ersetzt"})
		if s := r.only(r.anna, r.guides); s.Text != "ersetzt" || !s.Only {
			t.Errorf("alone, replaced: %+v", s)
		}
		respond(t, a.ResponseURL, slack.WebhookMessage{DeleteOriginal: true})
		if all := r.seen(r.anna, r.guides); len(all) != 0 {
			t.Errorf("alone, deleted: %+v", all)
		}
	})
}

func TestEvents(t *testing.T) {
	both(t, func(t *testing.T, r *rig, p *program) {
		anna := r.ws.As(r.anna)
		ts, err := anna.Write(t.Context(), r.ws.DM(r.anna), "a & b 💡 https://example.org @ben")
		r.must(err)
		m := p.event(t).(*slackevents.MessageEvent)
		if m.Text != "a &amp; b :bulb: <https://example.org> <@"+r.ben+">" || m.ChannelType != "im" || m.User != r.anna || m.TimeStamp != ts || m.BotID != "" {
			t.Errorf("a message: %+v", m)
		}
		rich := m.Message.Blocks.BlockSet[0].(*slack.RichTextBlock).Elements[0].(*slack.RichTextSection).Elements
		if words := rich[0].(*slack.RichTextSectionTextElement).Text; len(rich) != 4 || words != "a & b 💡 " {
			t.Errorf("its rich text: %q and %d more", words, len(rich)-1)
		}
		reply, err := anna.Reply(t.Context(), r.ws.DM(r.anna), ts, "und")
		r.must(err)
		if m := p.event(t).(*slackevents.MessageEvent); m.ThreadTimeStamp != ts || m.TimeStamp != reply {
			t.Errorf("a reply: %+v", m)
		}
		r.must(anna.React(t.Context(), r.ws.DM(r.anna), ts, "bulb", true))
		if e := p.event(t).(*slackevents.ReactionAddedEvent); e.Reaction != "bulb" || e.Item.Timestamp != ts || e.ItemUser != r.anna {
			t.Errorf("a reaction: %+v", e)
		}
		r.must(anna.React(t.Context(), r.ws.DM(r.anna), ts, "bulb", false))
		if e := p.event(t).(*slackevents.ReactionRemovedEvent); e.Reaction != "bulb" {
			t.Errorf("a reaction taken back: %+v", e)
		}
		r.must(anna.Edit(t.Context(), r.ws.DM(r.anna), ts, "anders"))
		if m := p.event(t).(*slackevents.MessageEvent); m.SubType != "message_changed" || m.Message.Text != "anders" {
			t.Errorf("a change: %+v", m)
		}
		r.must(anna.Delete(t.Context(), r.ws.DM(r.anna), reply))
		if m := p.event(t).(*slackevents.MessageEvent); m.SubType != "message_deleted" {
			t.Errorf("a deletion: %+v", m)
		}
		r.must(anna.OpenHome(t.Context()))
		if e := p.event(t).(*slackevents.AppHomeOpenedEvent); e.User != r.anna || e.Tab != "home" || e.Channel != r.ws.DM(r.anna) {
			t.Errorf("home: %+v", e)
		}
	})
}

// Of what happens where the bot is not it is told nothing, of what it says itself it is,
// and of its end.
func TestEventsFromElsewhere(t *testing.T) {
	both(t, func(t *testing.T, r *rig, p *program) {
		anna := r.ws.As(r.anna)
		other := r.ws.Channel("anderswo", false, r.anna)
		_, _, before := p.counts()
		at, err := anna.Write(t.Context(), other, "x")
		r.must(err)
		r.must(anna.React(t.Context(), other, at, "bulb", true))
		if _, _, n := p.counts(); n != before {
			t.Errorf("%d events from elsewhere", n-before)
		}
		r.post(r.ideas, text("ich"))
		r.must(r.Settle(t.Context()))
		if m := p.event(t).(*slackevents.MessageEvent); m.BotID != r.ws.BotID {
			t.Errorf("its own: %+v", m)
		}
		r.ws.Uninstall()
		r.must(r.Settle(t.Context()))
		if _, _, n := p.counts(); n != before+3 {
			t.Errorf("after the app was taken out: %d events, want %d", n, before+3)
		}
	})
}

func TestShortcuts(t *testing.T) {
	both(t, func(t *testing.T, r *rig, p *program) {
		ts, err := r.ws.As(r.ben).Write(t.Context(), r.ideas, "Mehr Bänke")
		r.must(err)
		r.must(r.ws.As(r.anna).MessageShortcut(t.Context(), "idea.from_message", r.ideas, ts))
		a := p.action(t)
		if a.Type != slack.InteractionTypeMessageAction || a.CallbackID != "idea.from_message" || a.Message.Text != "Mehr Bänke" ||
			a.Message.User != r.ben || a.MessageTs != ts || a.Channel.ID != r.ideas || a.ResponseURL == "" {
			t.Errorf("on a message: %+v", a)
		}
		r.must(r.ws.As(r.anna).Shortcut(t.Context(), "idea.new"))
		if a := p.action(t); a.Type != slack.InteractionTypeShortcut || a.CallbackID != "idea.new" || a.TriggerID == "" || a.ResponseURL != "" {
			t.Errorf("global: %+v", a)
		}
		if r.ws.As(r.anna).Shortcut(t.Context(), "idea.from_message") == nil {
			t.Error("one for messages was used without any")
		}
	})
}

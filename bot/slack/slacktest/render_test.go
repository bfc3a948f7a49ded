package slacktest

import (
	"reflect"
	"testing"
	"time"
)

func renderRig() *Workspace {
	w := &Workspace{slack: &Slack{}}
	w.users = []*user{{ID: "U1", Name: "anna", Real: "Anna Berg"}}
	w.channels = []*channel{{ID: "C1", Name: "ideen"}}
	return w
}

// What a client makes of Slack's markup.
func TestMrkdwn(t *testing.T) {
	for in, want := range map[string]struct {
		words string
		marks Marks
	}{
		"a &amp; b &lt;c&gt;":        {"a & b <c>", Marks{}},
		"*fett* und _kursiv_":        {"fett und kursiv", Marks{Styled: []string{"fett", "kursiv"}}},
		"2*3*4 und a_b_c":            {"2*3*4 und a_b_c", Marks{}},
		"`*code*`":                   {"*code*", Marks{Styled: []string{"*code*"}}},
		"<@U1> in <#C1>":             {"@Anna Berg in #ideen", Marks{Mentions: []string{"U1"}, Channels: []string{"C1"}}},
		"<!channel>":                 {"@channel", Marks{Broadcasts: []string{"channel"}}},
		"<!subteam^S1|@lotsen>":      {"@@lotsen", Marks{Groups: []string{"S1"}}},
		"<!date^1^{date}|12. April>": {"12. April", Marks{}},
		"<https://a.example|hier>":   {"hier", Marks{Links: []string{"https://a.example"}}},
		"https://a.example/?a&amp;b": {"https://a.example/?a&b", Marks{Links: []string{"https://a.example/?a&b"}}},
		"@here #ideen":               {"@here #ideen", Marks{Broadcasts: []string{"here"}, Channels: []string{"C1"}}},
		":bulb: :nichts: 12:30:15":   {"💡 :nichts: 12:30:15", Marks{Emoji: []string{"bulb"}}},
		"&gt; Zitat":                 {"Zitat", Marks{Styled: []string{"quote"}}},
	} {
		p := &paper{w: renderRig()}
		if got := p.mrkdwn(in, false); got != want.words || !reflect.DeepEqual(p.marks, want.marks) {
			t.Errorf("%s: %q %+v, want %q %+v", in, got, p.marks, want.words, want.marks)
		}
	}
	p := &paper{w: renderRig()}
	if got := p.mrkdwn("@here https://a.example #ideen", true); got != "@here https://a.example #ideen" || !reflect.DeepEqual(p.marks, Marks{}) {
		t.Errorf("verbatim: %q %+v", got, p.marks)
	}
}

// In rich text nothing is markup.
func TestRichText(t *testing.T) {
	words := "*fett* <!channel> @here :bulb: https://a.example &amp;"
	p := &paper{w: renderRig()}
	p.blocks([]any{object{"type": "rich_text", "elements": []any{
		object{"type": "rich_text_section", "elements": []any{
			object{"type": "text", "text": words}, object{"type": "user", "user_id": "U1"}, object{"type": "broadcast", "range": "here"}}},
		object{"type": "rich_text_list", "style": "ordered", "elements": []any{
			object{"type": "rich_text_section", "elements": []any{object{"type": "text", "text": "eins", "style": object{"bold": true}}}},
			object{"type": "rich_text_section", "elements": []any{object{"type": "link", "url": "https://a.example", "text": "zwei"}}}}},
	}}})
	want := Marks{Mentions: []string{"U1"}, Broadcasts: []string{"here"}, Links: []string{"https://a.example"}, Styled: []string{"eins"}}
	if len(p.lines) != 3 || p.lines[0] != words+"@Anna Berg@here" || p.lines[1] != "1. eins" || p.lines[2] != "2. zwei" || !reflect.DeepEqual(p.marks, want) {
		t.Errorf("%q %+v", p.lines, p.marks)
	}
}

func TestMetadata(t *testing.T) {
	ok := func(payload any) object { return object{"event_type": "notice", "event_payload": payload} }
	for name, c := range map[string]struct {
		v    any
		code string
	}{
		"plain":           {ok(object{"a": "b", "n": 1.0, "t": true}), ""},
		"one level":       {ok(object{"a": object{"b": "c"}, "l": []any{"x"}}), ""},
		"two levels":      {ok(object{"a": object{"b": object{"c": "d"}}}), "invalid_metadata_schema"},
		"no payload":      {object{"event_type": "notice"}, "invalid_metadata_schema"},
		"no type":         {object{"event_payload": object{"a": "b"}}, "invalid_metadata_schema"},
		"a spaced type":   {object{"event_type": "a b", "event_payload": object{}}, "invalid_metadata_schema"},
		"something else":  {object{"event_type": "a", "event_payload": object{}, "x": 1.0}, "invalid_metadata_schema"},
		"no object":       {"x", "invalid_metadata_format"},
		"nothing":         {object{"event_type": "", "event_payload": nil}, ""},
		"exactly so much": {ok(object{"a": long(MaxMetadata - len(`{"event_payload":{"a":""},"event_type":"notice"}`))}), ""},
		"one too much":    {ok(object{"a": long(MaxMetadata - len(`{"event_payload":{"a":""},"event_type":"notice"}`) + 1)}), "metadata_too_large"},
	} {
		_, r := checkMetadata(c.v)
		if r == nil && c.code != "" || r != nil && r.code != c.code {
			t.Errorf("%s: %+v, want %q", name, r, c.code)
		}
	}
}

// Whatever an app sends through a response_url, a method or a modal's answer, it
// is taken or refused, and nothing panics.
func FuzzAnswers(f *testing.F) {
	for _, seed := range []string{
		`{"text":"x","replace_original":true}`, `{"delete_original":true}`, `{"response_type":"in_channel","blocks":[]}`, `{"blocks":"[]","text":1}`,
		`{"response_action":"errors","errors":{"a":1}}`, `{"response_action":"update","view":{"type":"modal","title":{"type":"plain_text","text":"x"},"blocks":[{}]}}`,
		`{"response_action":"push","view":null}`, `{"metadata":{"event_type":"a","event_payload":{"b":[{}]}}}`, `[]`, `"x"`, `null`,
	} {
		f.Add([]byte(seed))
	}
	s := Start(App{}, NewClock(time.Unix(1_800_000_000, 0)))
	f.Cleanup(s.Close)
	f.Fuzz(func(t *testing.T, raw []byte) {
		w := s.Workspace("x")
		who := w.User(Profile{Name: "anna"})
		in := w.Channel("ideen", false, w.Bot, who)
		s.tokens["t"] = &token{w: w, scopes: []string{"chat:write", "im:write", "users:read", "files:write"}}
		s.newHook(w, w.channel(in), w.user(who), nil)
		for id, h := range s.hooks {
			s.respond(h, raw)
			delete(s.hooks, id)
		}
		body, _ := decode(raw)
		v := w.make(object{"type": "modal", "blocks": []any{}}, inModal, who)
		w.user(who).stack = []*view{v}
		_ = w.As(who).submitted(v, reply{body: body})
		o, _ := body.(object)
		for name := range methods() {
			args := object{"channel": in, "user": who}
			for k, one := range o {
				args[k] = one
			}
			c := &call{Slack: s, method: name, args: args, raw: "t"}
			_, _ = c.answer()
		}
	})
}

package mattermost

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/mattermost/mattermost/server/public/model"

	"lotsenfunk/bot"
)

// typed is a slash command as the server sends it.
func typed(change func(url.Values)) string {
	v := url.Values{
		"channel_id": {ideas}, "channel_name": {"ideen"}, "command": {"/idee"}, "response_url": {"https://chat.example/hooks/commands/" + hookID},
		"team_domain": {"birkenfurt"}, "team_id": {model.NewId()}, "text": {" neue Idee"}, "token": {token}, "trigger_id": {"trigger"}, "user_id": {anna}, "user_name": {"anna"},
	}
	if change != nil {
		change(v)
	}
	return v.Encode()
}

const formType = "application/x-www-form-urlencoded"

func TestCommandArrives(t *testing.T) {
	r := newRig(t)
	r.answers(bot.Private(bot.Message{Line: "Danke."}))
	status, answer := r.send(pathCommand, formType, typed(nil), "Authorization", "Token "+token)
	want := `{"response_type":"ephemeral","text":"**` + joiner + `Danke.` + joiner + `**","username":"","channel_id":"","icon_url":"","type":"","props":null,` +
		`"goto_location":"","trigger_id":"","skip_slack_parsing":true,"attachments":null,"extra_responses":null}`
	if status != http.StatusOK || answer != want {
		t.Errorf("%d %s", status, answer)
	}
	tenant := bot.Tenant{Platform: Platform, ID: "t"}
	expected := []bot.Event{{
		Kind: bot.KindCommand, Delivery: "trigger/trigger", Command: "idee", Text: "neue Idee",
		Who:   bot.Account{Tenant: tenant, ID: anna, Name: "anna", Language: "de", Zone: "Europe/Berlin"},
		Where: bot.Place{ID: ideas, Name: "Ideen"},
	}}
	if diff := cmp.Diff(expected, r.heard()); diff != "" {
		t.Error(diff)
	}
	r.answers(bot.Nothing())
	if status, answer := r.send(pathCommand, formType, typed(nil)); status != http.StatusOK || answer != "{}" {
		t.Errorf("nothing is answered with %d %q; an empty body would be an error", status, answer)
	}
}

// Several servers in one process: whose command or button it is says the token
// or the seal, and one never speaks for the other.
func TestTenantsStayApart(t *testing.T) {
	r := newRig(t)
	other := newTiny(t)
	r.servers["u"] = r.newServer(Server{Tenant: "u", URL: other.URL, Token: "x", CommandTokens: []string{"other-command-token"}})
	r.answers(bot.Public(bot.Message{Line: "da"}))
	r.send(pathCommand, formType, typed(func(v url.Values) { v.Set("token", "other-command-token") }))
	if len(other.requests()) != 1 || len(r.tiny.requests()) != 0 || r.heard()[0].Who.Tenant.ID != "u" {
		t.Errorf("%+v", r.heard())
	}
	r.answers(bot.Public(bot.Message{Line: "da"}))
	sealed, err := testKey.seal(sealPress, press{Tenant: "t", Action: "idea.vote"})
	if err != nil {
		t.Fatal(err)
	}
	r.json(pathAction, model.PostActionIntegrationRequest{UserId: anna, ChannelId: ideas, PostId: "p", TriggerId: "x", Context: map[string]any{contextSeal: sealed}})
	if len(other.requests()) != 0 || len(r.tiny.requests()) != 1 || r.heard()[0].Who.Tenant.ID != "t" {
		t.Errorf("%+v", r.heard())
	}
}

// A card with buttons stands in the direct messages; off the record it is only
// shown.
func TestWhereAnswersGo(t *testing.T) {
	r := newRig(t)
	card := bot.Message{Line: "Ähnliches", Rows: []bot.Row{{bot.Button("idea.vote", "12", "Unterstützen")}}}
	r.answers(bot.Private(card))
	_, answer := r.send(pathCommand, formType, typed(nil))
	asked := strings.Join(r.tiny.requests(), "\n")
	if !strings.Contains(answer, "Direktnachrichten") || strings.Contains(answer, "Unterstützen") || !strings.Contains(asked, "Unterstützen") {
		t.Errorf("shown: %s\nposted: %s", answer, asked)
	}
	r.answers(bot.Reply{Private: &card, OffRecord: true})
	_, answer = r.send(pathCommand, formType, typed(nil))
	if asked := r.tiny.requests(); !strings.Contains(answer, "Unterstützen") || len(asked) > 0 {
		t.Errorf("off the record\nshown: %s\nposted: %v", answer, asked)
	}
	r.answers(bot.Reply{Private: &bot.Message{Line: "Beleg"}, OffRecord: true})
	status, _ := r.send(pathCommand, formType, typed(func(v url.Values) { v.Set("channel_id", direct) }))
	if asked := r.tiny.requests(); status != http.StatusOK || len(asked) > 0 {
		t.Errorf("off the record in direct messages, posted: %v", asked)
	}
	r.answers(bot.Public(bot.Message{Line: "Für alle"}))
	_, answer = r.send(pathCommand, formType, typed(nil))
	if asked := r.tiny.requests(); len(asked) != 1 || !strings.HasPrefix(asked[0], "POST /api/v4/posts") || answer != "{}" {
		t.Errorf("public: %s %v", answer, asked)
	}
}

// After a form the answer is still shown to the person alone, by the address
// that came with the command.
func TestTheWayBackIsCarriedAlong(t *testing.T) {
	r := newRig(t)
	s := r.servers["t"]
	sealed, err := testKey.seal(sealForm, ticket{Tenant: "t", User: anna, Channel: direct, Hook: hookID, Expires: r.now.Add(time.Hour).Unix(), Nonce: "n", Action: "idea.file", State: "st"})
	if err != nil {
		t.Fatal(err)
	}
	r.answers(bot.Reply{Private: &bot.Message{Line: "Beleg"}, OffRecord: true})
	status, answer := r.json(pathDialog, model.SubmitDialogRequest{CallbackId: sealForm, State: sealed, UserId: anna, Submission: map[string]any{"title": "x"}})
	asked := r.tiny.requests()
	if status != http.StatusOK || answer != "{}" || len(asked) != 1 || !strings.HasPrefix(asked[0], "POST /hooks/commands/"+hookID) || !strings.Contains(asked[0], "Beleg") {
		t.Errorf("%d %s %v", status, answer, asked)
	}
	ev := r.heard()[0]
	if ev.Kind != bot.KindSubmit || ev.Action != "idea.file" || ev.State != "st" || ev.Values["title"] != "x" || ev.Delivery != "form/n" || ev.Who.Tenant != s.tenant {
		t.Errorf("%+v", ev)
	}
	r.answers(bot.FieldErrors(map[string]string{"title": "fehlt", "": "so nicht"}))
	if _, answer := r.json(pathDialog, model.SubmitDialogRequest{CallbackId: sealForm, State: sealed, UserId: anna}); answer != `{"error":"so nicht","errors":{"title":"fehlt"}}` {
		t.Errorf("%s", answer)
	}
}

func TestClicks(t *testing.T) {
	r := newRig(t)
	press := func(p press) model.PostActionIntegrationRequest {
		p.Tenant = "t"
		sealed, err := testKey.seal(sealPress, p)
		if err != nil {
			t.Fatal(err)
		}
		return model.PostActionIntegrationRequest{UserId: anna, ChannelId: direct, PostId: "p1", TriggerId: "trigger", Type: "button", Context: map[string]any{contextSeal: sealed}}
	}
	r.answers(bot.Replace(bot.Message{Line: "Erledigt"}))
	_, answer := r.json(pathAction, press(press2("idea.vote", "12")))
	if !strings.Contains(answer, `"update":{`) || !strings.Contains(answer, "Erledigt") || !strings.Contains(answer, `"skip_slack_parsing":true`) {
		t.Errorf("replaced: %s", answer)
	}
	if ev := r.heard()[0]; ev.Kind != bot.KindClick || ev.Action != "idea.vote" || ev.Value != "12" || ev.Source.ID != "p1" || !ev.Alone {
		t.Errorf("%+v", ev)
	}
	shown := press2("idea.vote", "12")
	shown.Shown = true
	_, answer = r.json(pathAction, press(shown))
	if strings.Contains(answer, "update\":{") {
		t.Errorf("what was only shown cannot be replaced: %s", answer)
	}
	chosen := press(press2("topic", ""))
	chosen.Type, chosen.Context["selected_option"] = "select", "kita"
	r.answers(bot.Nothing())
	r.json(pathAction, chosen)
	if ev := r.heard()[0]; ev.Kind != bot.KindSelect || ev.Value != "kita" {
		t.Errorf("%+v", ev)
	}
	asks := press2("idea.withdraw", "12")
	asks.Confirm, asks.Label = "Wirklich zurückziehen?", "Zurückziehen"
	r.answers(bot.Nothing())
	r.json(pathAction, press(asks))
	asked := r.tiny.requests()
	if len(r.heard()) != 0 || len(asked) == 0 || !strings.Contains(asked[len(asked)-1], "Wirklich zurückziehen?") {
		t.Errorf("nobody is asked: %v", asked)
	}
}

func press2(action, value string) press { return press{Action: action, Value: value} }

// What is not as the server would send it has no effect, is counted, and leaves
// nothing of what it holds in the log.
func TestForgedIsRefused(t *testing.T) {
	r := newRig(t)
	r.answers(bot.Private(bot.Message{Line: "angekommen"}))
	seal := func(purpose string, v any) string {
		s, err := testKey.seal(purpose, v)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	own := press{Tenant: "t", Action: "idea.vote", Only: ben}
	form := ticket{Tenant: "t", User: ben, Channel: direct, Expires: r.now.Add(time.Hour).Unix(), Nonce: "n"}
	click := func(context map[string]any) (int, string) {
		return r.json(pathAction, model.PostActionIntegrationRequest{UserId: anna, ChannelId: direct, PostId: "p", TriggerId: "x", Context: context})
	}
	submit := func(callback, state string) (int, string) {
		return r.json(pathDialog, model.SubmitDialogRequest{CallbackId: callback, State: state, UserId: anna, Submission: map[string]any{"title": "vertraulich"}})
	}
	for name, act := range map[string]func() (int, string){
		"wrong token": func() (int, string) {
			return r.send(pathCommand, formType, typed(func(v url.Values) { v.Set("token", "geraten"); v.Set("text", "vertraulich") }))
		},
		"no token": func() (int, string) {
			return r.send(pathCommand, formType, typed(func(v url.Values) { v.Del("token") }))
		},
		"header not body": func() (int, string) {
			return r.send(pathCommand, formType, typed(nil), "Authorization", "Token geraten")
		},
		"no context":   func() (int, string) { return click(nil) },
		"bare context": func() (int, string) { return click(map[string]any{"action": "idea.vote", contextSeal: 12}) },
		"without its sum": func() (int, string) {
			return click(map[string]any{contextSeal: strings.Split(seal(sealPress, own), ".")[0]})
		},
		"somebody else's": func() (int, string) { return click(map[string]any{contextSeal: seal(sealPress, own)}) },
		"no such tenant":  func() (int, string) { return click(map[string]any{contextSeal: seal(sealPress, press{Tenant: "x"})}) },
		"a form's seal":   func() (int, string) { return click(map[string]any{contextSeal: seal(sealForm, own)}) },
		"their form":      func() (int, string) { return submit(sealForm, seal(sealForm, form)) },
		"forged form":     func() (int, string) { return submit(sealForm, "e30.e30") },
		"other purpose":   func() (int, string) { return submit(sealConfirm, seal(sealForm, form)) },
		"no purpose":      func() (int, string) { return submit("", seal(sealForm, form)) },
		"no form data":    func() (int, string) { return r.send(pathCommand, formType, "%zz") },
		"no JSON":         func() (int, string) { return r.send(pathAction, "application/json", "{") },
		"too long":        func() (int, string) { return r.send(pathDialog, "application/json", strings.Repeat("x", maxBody+1)) },
	} {
		if status, answer := act(); status < 400 || strings.Contains(answer, "angekommen") {
			t.Errorf("%s: %d %s", name, status, answer)
		}
	}
	if heard := r.heard(); len(heard) != 0 {
		t.Errorf("it arrived: %+v", heard)
	}
	total := 0
	for _, n := range r.Refused() {
		total += n
	}
	if total != 16 {
		t.Errorf("counted: %v", r.Refused())
	}
	for _, private := range []string{"vertraulich", "geraten", token, secret1} {
		if strings.Contains(r.log.String(), private) {
			t.Errorf("the log holds %q:\n%s", private, r.log)
		}
	}
}

// A form that is too old stays open with its words in it.
func TestAnOldFormIsNotLost(t *testing.T) {
	r := newRig(t)
	sealed, err := testKey.seal(sealForm, ticket{Tenant: "t", User: anna, Channel: direct, Expires: r.now.Add(-time.Second).Unix(), Nonce: "n"})
	if err != nil {
		t.Fatal(err)
	}
	status, answer := r.json(pathDialog, model.SubmitDialogRequest{CallbackId: sealForm, State: sealed, UserId: anna})
	if status != http.StatusOK || answer != `{"error":"Das ist nicht mehr aktuell."}` || len(r.heard()) != 0 || r.Refused()["a form that is too old"] != 1 {
		t.Errorf("%d %s %v", status, answer, r.Refused())
	}
}

// A form that the server does not open in time waits behind a button.
func TestAFormThatDoesNotOpen(t *testing.T) {
	r := newRig(t)
	r.tiny.instead(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte(`{"id":"interactive_message.decode_trigger_id.expired","status_code":400}`))
	})
	r.answers(bot.OpenForm(bot.Form{Action: "idea.file", State: "st", Title: "Idee", Fields: []bot.Field{{ID: "title", Kind: bot.FieldLine, Label: "Titel"}}}))
	_, answer := r.send(pathCommand, formType, typed(nil))
	if !strings.Contains(answer, "Formular öffnen") || !strings.Contains(answer, contextSeal) {
		t.Errorf("no button is offered: %s", answer)
	}
}

// FuzzHooks: whatever is sent, nothing breaks and nothing reaches the handler.
func FuzzHooks(f *testing.F) {
	f.Add(pathCommand, typed(func(v url.Values) { v.Del("token") }))
	f.Add(pathAction, `{"user_id":"`+anna+`","context":{"lotsenfunk":"a.b"}}`)
	f.Add(pathDialog, `{"callback_id":"form","state":"a.b","submission":{"x":[1,{"y":null}]}}`)
	r := newRig(f)
	f.Fuzz(func(t *testing.T, path, body string) {
		if path != pathCommand && path != pathAction && path != pathDialog {
			return
		}
		kind := "application/json"
		if path == pathCommand {
			kind = formType
		}
		if strings.Contains(body, token) {
			return
		}
		if status, _ := r.send(path, kind, body); status < 400 || len(r.heard()) != 0 {
			t.Errorf("%s %q is answered with %d", path, body, status)
		}
	})
}

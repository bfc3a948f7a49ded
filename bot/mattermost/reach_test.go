package mattermost

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/mattermost/mattermost/server/public/model"

	"lotsenfunk/bot"
)

const nonce = "NONCENONCENONCENONCENONCE1"

// The proof is for this nonce and of this key.
func TestReach(t *testing.T) {
	r := newRig(t)
	status, body := r.send(PathReach, "application/x-www-form-urlencoded", url.Values{"text": {nonce}}.Encode())
	var answer model.CommandResponse
	if err := json.Unmarshal([]byte(body), &answer); err != nil || status != http.StatusOK {
		t.Fatalf("%d %s %v", status, body, err)
	}
	other := []byte(strings.Repeat("x", 32))
	if !Reached(&answer, testKey, nonce) || Reached(&answer, testKey, nonce+"2") || Reached(&answer, other, nonce) || Reached(&model.CommandResponse{}, testKey, nonce) {
		t.Error("the proof holds for something else, or not at all")
	}
	for _, bad := range []string{"", "short", nonce + " " + nonce, strings.Repeat("n", 65)} {
		if status, _ := r.send(PathReach, "application/x-www-form-urlencoded", url.Values{"text": {bad}}.Encode()); status != http.StatusBadRequest {
			t.Errorf("%q: %d", bad, status)
		}
	}
}

// The bot's own command proves the whole way. It never gets to the town.
func TestReachByCommand(t *testing.T) {
	r := newRig(t)
	r.answers(bot.Private(bot.Message{Line: "Hallo"}))
	ask := func(text string) (int, string) {
		form := url.Values{"user_id": {botUser}, "channel_id": {ideas}, "trigger_id": {"x"}, "command": {"/idee"}, "text": {text}}
		return r.send(pathCommand, "application/x-www-form-urlencoded", form.Encode(), "Authorization", "Token "+token)
	}
	_, word, _ := strings.Cut(ReachCommand("idee", nonce), " ")
	status, body := ask(word)
	var answer model.CommandResponse
	if err := json.Unmarshal([]byte(body), &answer); err != nil || status != http.StatusOK || !Reached(&answer, testKey, nonce) {
		t.Errorf("%d %s %v", status, body, err)
	}
	if status, body := ask("Ein Brett"); status != http.StatusOK || body != "{}" {
		t.Errorf("%d %s", status, body)
	}
	if len(r.heard()) != 0 {
		t.Errorf("the bot asked itself: %+v", r.heard())
	}
}

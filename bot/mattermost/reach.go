package mattermost

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/mattermost/mattermost/server/public/model"
)

// PathReach is where a server is asked whether its requests arrive at whoever
// has the key.
const PathReach = "/mattermost/reach"

// reachWord is what the bot types behind a command of its own to ask that.
const reachWord = "reach"

// propReached holds the proof in the answer. Clients show nothing of it.
const propReached = "lotsenfunk_reached"

// Reach answers a request with the proof that it arrived at whoever has the key.
// Set-up answers with it before anything else runs; afterwards Routes does. It
// changes nothing and gives nothing away.
func Reach(key []byte) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
		if err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		form, err := url.ParseQuery(string(body))
		if err != nil || !isNonce(form.Get("text")) {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(reached(key, form.Get("text"))) // whoever asked is gone
	})
}

// Reached reports whether an answer, to a command or of Reach, proves that the
// request with this nonce arrived at whoever has the key.
func Reached(answer *model.CommandResponse, key []byte, nonce string) bool {
	proof, _ := answer.Props[propReached].(string)
	return proof != "" && proof == secret(key).digest(reachWord, nonce)
}

// ReachCommand is what the bot has its server call to ask the same of the whole
// way: the command's address, its token and the key.
func ReachCommand(word, nonce string) string { return "/" + word + " " + reachWord + " " + nonce }

func reached(key []byte, nonce string) *model.CommandResponse {
	return &model.CommandResponse{
		ResponseType: model.CommandResponseTypeEphemeral, SkipSlackParsing: true,
		Props: model.StringInterface{propReached: secret(key).digest(reachWord, nonce)},
	}
}

// isNonce: at least as long as nobody guesses, and nothing but letters and
// digits.
func isNonce(s string) bool {
	if len(s) < 20 || len(s) > 64 {
		return false
	}
	for _, r := range s {
		if (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && (r < '0' || r > '9') {
			return false
		}
	}
	return true
}

// own answers a command that the bot typed itself, which is nobody of the town.
func (s *server) own(c typedCommand) any {
	word, nonce, _ := strings.Cut(c.text, " ")
	if word != reachWord || !isNonce(nonce) {
		return struct{}{}
	}
	return reached(s.key, nonce)
}

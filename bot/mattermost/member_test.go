package mattermost

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/mattermost/mattermost/server/public/model"

	"lotsenfunk/bot"
)

// A server that has not noticed yet that the bot is in a channel is made to look
// again; where the bot is no member, that helps nothing, and the receiver is gone.
func TestANewChannelIsNotGone(t *testing.T) {
	for _, member := range []bool{true, false} {
		r := newRig(t)
		noticed := false
		r.tiny.instead(func(w http.ResponseWriter, req *http.Request) {
			props := strings.HasSuffix(req.URL.Path, "/channels/"+ideas+"/members/"+botUser+"/notify_props")
			switch {
			case props && member:
				noticed = true
				_, _ = w.Write([]byte(`{"status":"OK"}`))
			case noticed && req.Method == http.MethodPost:
				w.WriteHeader(http.StatusCreated)
				_ = json.NewEncoder(w).Encode(&model.Post{Id: "p", ChannelId: ideas})
			default:
				w.WriteHeader(http.StatusForbidden)
				_ = json.NewEncoder(w).Encode(model.AppError{Id: "api.context.permissions.app_error", StatusCode: http.StatusForbidden})
			}
		})
		ref, err := r.Post(t.Context(), inIdeas(), bot.Message{Line: "x"}, "k")
		if member && (err != nil || ref.ID != "p") || !member && !errors.Is(err, bot.ErrGone) {
			t.Errorf("member %v: %v %v", member, ref, err)
		}
	}
}

package slack

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"lotsenfunk/bot"
)

// Where Slack reaches the bot.
const (
	PathCommand  = "/slack/command"
	PathInteract = "/slack/interact"
	PathEvents   = "/slack/events"
)

// Where browsers reach it, if it is installed in several workspaces.
const (
	PathInstall   = "/slack/install"
	PathInstalled = "/slack/installed"
)

// maxRequest is how much one request may bring, in bytes: a modal with five full
// fields and all its blocks is far below.
const maxRequest = 1 << 20

// Reasons for which something is refused.
var (
	errUnreadable = errors.New("unreadable")
	errForged     = errors.New("not signed by Slack")
	errStale      = errors.New("signed too long ago")
	errOld        = errors.New("a form that is too old")
	errUnknown    = errors.New("an unknown workspace")
	errAgain      = errors.New("told of before")
)

// Routes adds the webhooks, if Slack is to reach them.
func (a *Adapter) Routes(mux *http.ServeMux, h bot.Handler) {
	if a.o.Install != nil {
		a.installRoutes(mux)
	}
	if a.o.SigningSecret == "" {
		return
	}
	mux.HandleFunc("POST "+PathCommand, a.hook(h, a.commandRequest))
	mux.HandleFunc("POST "+PathInteract, a.hook(h, a.interactRequest))
	mux.HandleFunc("POST "+PathEvents, a.hook(h, a.eventRequest))
}

// hook reads a request, sees that Slack signed it, and acknowledges it. What is
// refused is counted and logged by its reason, never by what it holds.
func (a *Adapter) hook(h bot.Handler, take func(context.Context, bot.Handler, []byte) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var answer any
		raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxRequest))
		switch {
		case err != nil:
			err = errUnreadable
		case isCertificateCheck(raw):
			return
		default:
			if err = a.verify(r.Header, raw); err == nil {
				answer, err = take(r.Context(), h, raw)
			}
		}
		if err != nil {
			a.refuse(w, r.URL.Path, err)
			return
		}
		if answer == nil {
			return // an empty 200
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(answer) // whoever asked is gone: the answer is in vain
	}
}

// isCertificateCheck reports whether Slack only looks at the server's certificate. It
// wants an empty answer, and has no effect whoever sends it
// (docs.slack.dev/interactivity/implementing-slash-commands, "ssl_check").
func isCertificateCheck(raw []byte) bool {
	form, err := url.ParseQuery(string(raw))
	return err == nil && form.Get("ssl_check") == "1" && !form.Has("command") && !form.Has("payload")
}

// refuse says no. What is refused Slack need not repeat; what only failed it shall: an
// event comes again, and who typed a command is told.
func (a *Adapter) refuse(w http.ResponseWriter, path string, err error) {
	status := statusOf(err)
	if status != http.StatusBadGateway {
		w.Header().Set("X-Slack-No-Retry", "1")
	}
	a.note(path, err)
	w.WriteHeader(status)
}

// statusOf is what a refusal is answered with; anything else is trouble of our own.
func statusOf(err error) int {
	switch {
	case errors.Is(err, errUnreadable):
		return http.StatusBadRequest
	case errors.Is(err, errForged), errors.Is(err, errStale):
		return http.StatusUnauthorized
	case errors.Is(err, errUnknown):
		return http.StatusForbidden
	}
	return http.StatusBadGateway
}

// note counts and logs what was refused, or could not be answered.
func (a *Adapter) note(from string, err error) {
	if statusOf(err) == http.StatusBadGateway && !errors.Is(err, errOld) && !errors.Is(err, errAgain) {
		a.o.Log.Error("a request could not be answered", "platform", Platform, "path", from, "error", err)
		return
	}
	a.refused.Add(err.Error())
	a.o.Log.Warn("a request was refused", "platform", Platform, "path", from, "reason", err.Error())
}

// verify checks Slack's signature:
// docs.slack.dev/authentication/verifying-requests-from-slack
func (a *Adapter) verify(h http.Header, body []byte) error {
	stamp := h.Get("X-Slack-Request-Timestamp")
	at, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil {
		return errForged
	}
	m := hmac.New(sha256.New, []byte(a.o.SigningSecret))
	_, _ = fmt.Fprintf(m, "v0:%s:", stamp)
	m.Write(body)
	if !hmac.Equal([]byte("v0="+hex.EncodeToString(m.Sum(nil))), []byte(h.Get("X-Slack-Signature"))) {
		return errForged
	}
	if a.o.Now().Sub(time.Unix(at, 0)).Abs() > signatureTime {
		return errStale
	}
	return nil
}

func (a *Adapter) commandRequest(ctx context.Context, h bot.Handler, raw []byte) (any, error) {
	form, err := url.ParseQuery(string(raw))
	if err != nil {
		return nil, errUnreadable
	}
	return a.command(ctx, h, slack.SlashCommand{TeamID: form.Get("team_id"), ChannelID: form.Get("channel_id"), UserID: form.Get("user_id"),
		Command: form.Get("command"), Text: form.Get("text"), ResponseURL: form.Get("response_url"), TriggerID: form.Get("trigger_id")})
}

func (a *Adapter) interactRequest(ctx context.Context, h bot.Handler, raw []byte) (any, error) {
	form, err := url.ParseQuery(string(raw))
	if err != nil {
		return nil, errUnreadable
	}
	var callback slack.InteractionCallback
	if json.Unmarshal([]byte(form.Get("payload")), &callback) != nil {
		return nil, errUnreadable
	}
	return a.interaction(ctx, h, callback)
}

func (a *Adapter) eventRequest(ctx context.Context, h bot.Handler, raw []byte) (any, error) {
	ev, err := slackevents.ParseEvent(raw, slackevents.OptionNoVerifyToken())
	if err != nil {
		return nil, errUnreadable
	}
	if v, ok := ev.Data.(*slackevents.EventsAPIURLVerificationEvent); ok { // whatever the client does not know is one
		if v.Type != slackevents.URLVerification || v.Challenge == "" {
			return nil, errUnreadable
		}
		return map[string]string{"challenge": v.Challenge}, nil
	}
	return nil, a.event(ctx, h, ev)
}

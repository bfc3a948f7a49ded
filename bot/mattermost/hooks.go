package mattermost

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"path"
	"strings"

	"github.com/mattermost/mattermost/server/public/model"

	"lotsenfunk/bot"
)

// Where the servers reach the bot.
const (
	pathCommand = "/mattermost/command"
	pathAction  = "/mattermost/action"
	pathDialog  = "/mattermost/dialog"
)

// maxBody is how much one request may bring: a form with five full fields in
// the longest encoding is far below.
const maxBody = 512 << 10

// incoming is one thing that somebody did, verified and decoded, and by which
// ways the answer may go back.
type incoming struct {
	ev bot.Event
	// looks is where the person looks: at the place of the event, or at their
	// direct messages, where a card stands that answers a command typed elsewhere.
	looks   bot.Place
	trigger string // opens a dialog, for a few seconds; or ""
	hook    string // shows something to the person alone, for half an hour; or ""
	shown   bool   // the source was only shown: it cannot be replaced
	asked   bool   // a request waits for the answer
	home    bool   // the person's home is looked at after the answer
	// form could not open. It waits in the button that is offered for it.
	form *bot.Form
}

// Reasons for which something is refused.
var (
	errUnreadable = errors.New("unreadable")
	errToken      = errors.New("wrong command token")
	errTrigger    = errors.New("the trigger was not made for this person")
	errForeign    = errors.New("somebody else's button or form")
)

// Routes adds the webhooks: commands, buttons and dialogs.
func (a *Adapter) Routes(mux *http.ServeMux, h bot.Handler) {
	mux.HandleFunc("POST "+pathCommand, a.hook(h, a.command))
	mux.HandleFunc("POST "+pathAction, a.hook(h, a.click))
	mux.HandleFunc("POST "+pathDialog, a.hook(h, a.submitted))
	mux.Handle("POST "+PathReach, Reach(a.key))
}

// hook reads a request, has it answered, and writes the answer. What is refused
// is counted and logged by its reason, never by what it holds.
func (a *Adapter) hook(h bot.Handler, answer func(context.Context, bot.Handler, *http.Request, []byte) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var reply any
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
		if err != nil {
			err = errUnreadable
		} else {
			reply, err = answer(r.Context(), h, r, body)
		}
		if err != nil {
			a.refuse(w, r, err)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(reply) // whoever asked is gone: the answer is in vain
	}
}

func (a *Adapter) refuse(w http.ResponseWriter, r *http.Request, err error) {
	status := http.StatusForbidden
	switch {
	case errors.Is(err, errUnreadable):
		status = http.StatusBadRequest
	case !errors.Is(err, errToken) && !errors.Is(err, errTrigger) && !errors.Is(err, errForeign) && !errors.Is(err, errForged):
		a.o.Log.Error("a request could not be answered", "platform", Platform, "path", r.URL.Path, "error", err)
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	a.refused.Add(err.Error())
	a.o.Log.Warn("a request was refused", "platform", Platform, "path", r.URL.Path, "reason", err.Error())
	w.WriteHeader(status)
}

// command answers a slash command.
func (a *Adapter) command(ctx context.Context, h bot.Handler, r *http.Request, body []byte) (any, error) {
	c, err := parseCommand(r, body)
	if err != nil {
		return nil, err
	}
	s, err := a.byToken(ctx, c.token)
	if err != nil {
		return nil, err
	}
	f, err := s.facts(ctx)
	if err != nil {
		return nil, err
	}
	if !f.vouches(c.trigger, c.user) {
		return nil, errTrigger
	}
	if c.user == f.me {
		return s.own(c), nil
	}
	in, err := s.event(ctx, bot.KindCommand, c.user, c.channel, c.root)
	if err != nil {
		return nil, err
	}
	in.trigger, in.hook = c.trigger, c.hook
	in.ev.Delivery, in.ev.Command, in.ev.Text = "trigger/"+c.trigger, c.word, c.text
	return s.answered(ctx, in, h, s.answerCommand), nil
}

// typedCommand is a slash command as it comes in.
type typedCommand struct {
	token, user, channel, root, trigger, hook string
	word, text                                string
}

func parseCommand(r *http.Request, body []byte) (typedCommand, error) {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return typedCommand{}, errUnreadable
	}
	c := typedCommand{
		user: form.Get("user_id"), channel: form.Get("channel_id"), root: form.Get("root_id"), trigger: form.Get("trigger_id"),
		word: strings.TrimPrefix(form.Get("command"), "/"), text: strings.TrimSpace(form.Get("text")),
	}
	if header, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Token "); ok {
		c.token = header
	} else {
		c.token = form.Get("token")
	}
	// Of the address for later answers only the name counts: nobody must be
	// able to send the bot elsewhere.
	if later := form.Get("response_url"); later != "" {
		c.hook = path.Base(later)
	}
	if !model.IsValidId(c.user) || !model.IsValidId(c.channel) || c.word == "" || c.trigger == "" ||
		(c.hook != "" && !model.IsValidId(c.hook)) || (c.root != "" && !model.IsValidId(c.root)) {
		return typedCommand{}, errUnreadable
	}
	return c, nil
}

// answered hands an event over, makes the reply take place, and brings the
// person's home up to date; but nothing about an answer that is off the record.
func (s *server) answered(ctx context.Context, in incoming, h bot.Handler, answer func(context.Context, incoming, bot.Reply) any) any {
	reply := h.Handle(ctx, in.ev)
	in.asked, in.home = true, !reply.OffRecord
	out := answer(ctx, in, reply)
	if in.home {
		s.afterwards(ctx, in, s.refresh)
	}
	return out
}

// event begins an event, with who did it and where.
func (s *server) event(ctx context.Context, kind bot.Kind, user, channel, root string) (in incoming, err error) {
	in.ev.Kind = kind
	if in.ev.Who, err = s.account(ctx, user); err != nil {
		return in, err
	}
	if in.looks, err = s.place(ctx, channel); err != nil {
		return in, err
	}
	in.ev.Where = in.looks
	if root != "" {
		in.ev.Thread = s.ref(channel, root)
	}
	return in, nil
}

// from says that what somebody did belongs to a place other than where they look.
func (s *server) from(ctx context.Context, in *incoming, channel string) (err error) {
	if channel != "" && channel != in.looks.ID {
		in.ev.Where, err = s.place(ctx, channel)
	}
	return err
}

func (s *server) ref(channel, post string) bot.Ref {
	return bot.Ref{Tenant: s.tenant, Channel: channel, ID: post}
}

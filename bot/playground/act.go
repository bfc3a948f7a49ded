package playground

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/bot/room"
)

// maxBody is far more than any form here sends, in bytes.
const maxBody = 1 << 20

// action is what a form does. It returns a question to be asked first, or a
// trouble; any other error is ours.
type action func(ctx context.Context, at where, r *http.Request) (*ask, error)

// trouble is what did not work because of what was asked: the key of the words
// that say so.
type trouble string

func (t trouble) Error() string { return string(t) }

// stale: what was used is gone, or never was there for this seat.
const stale trouble = "trouble.stale"

// act does what a form asks for, delivers what follows from it, and shows the
// page it came from. It is done to its end even if the window closes meanwhile.
func (p *Playground) act(do action) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		if err := r.ParseForm(); err != nil {
			http.Error(w, http.StatusText(http.StatusBadRequest), http.StatusBadRequest)
			return
		}
		at := where{r.PathValue("seat"), r.PostFormValue("in"), r.PostFormValue("thread")}
		if !p.sits(r) || !p.reads(at) {
			p.missing(w, r)
			return
		}
		ctx := context.WithoutCancel(r.Context())
		question, err := do(ctx, at, r)
		if err == nil && question == nil {
			err = p.Settle(ctx)
		}
		switch {
		case err != nil:
			status, words := p.explain(r, err)
			p.draw(w, r, status, at, extra{Flash: p.voice(r, at.Seat).T(words), Typed: handedBack(r)})
		case question != nil:
			question.voice, question.Back, question.Seat, question.Href = p.voice(r, at.Seat), at, at.Seat, at.href()
			p.draw(w, r, http.StatusOK, at, extra{Ask: question})
		default:
			http.Redirect(w, r, at.href(), http.StatusSeeOther)
		}
	}
}

// explain finds the words for what went wrong. What people typed is not logged.
func (p *Playground) explain(r *http.Request, err error) (status int, key string) {
	var t trouble
	switch {
	case errors.As(err, &t):
		return http.StatusConflict, string(t)
	case errors.Is(err, room.ErrNoControl):
		return http.StatusConflict, string(stale)
	}
	p.Log.Error("doing what was asked", "path", r.URL.Path, "error", err)
	return http.StatusInternalServerError, "trouble.internal"
}

// handedBack is what was written at the foot of the place.
func handedBack(r *http.Request) string {
	if strings.HasSuffix(r.URL.Path, "/say") {
		return typed(r, "text")
	}
	return ""
}

func (p *Playground) say(ctx context.Context, at where, r *http.Request) (*ask, error) {
	text := typed(r, "text")
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	return nil, p.Room.Say(ctx, at.Seat, at.channel(), text)
}

func (p *Playground) answer(ctx context.Context, at where, r *http.Request) (*ask, error) {
	text := typed(r, "text")
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	if root, ok := p.find(at.Seat, at.Thread); !ok || root.For != "" {
		return nil, stale
	}
	return nil, p.Room.Answer(ctx, at.Seat, at.Thread, text)
}

// press presses a button, or first asks what the button wants to be asked.
func (p *Playground) press(ctx context.Context, at where, r *http.Request) (*ask, error) {
	id, action, value := r.PostFormValue("message"), r.PostFormValue("action"), r.PostFormValue("value")
	post, ok := p.find(at.Seat, id)
	if !ok {
		return nil, stale
	}
	controls := post.Message.Controls()
	i := slices.IndexFunc(controls, func(c bot.Control) bool { return c.Action == action && c.Value == value })
	if i >= 0 && controls[i].Confirm != "" && r.PostFormValue("sure") != "yes" {
		c := controls[i]
		return &ask{Question: c.Confirm, Label: c.Label, Message: id, Action: action, Value: value, Style: c.Style}, nil
	}
	return nil, p.Room.Press(ctx, at.Seat, id, action, value)
}

func (p *Playground) choose(ctx context.Context, at where, r *http.Request) (*ask, error) {
	id := r.PostFormValue("message")
	if _, ok := p.find(at.Seat, id); !ok {
		return nil, stale
	}
	return nil, p.Room.Choose(ctx, at.Seat, id, r.PostFormValue("action"), r.PostFormValue("option"))
}

func (p *Playground) react(ctx context.Context, at where, r *http.Request) (*ask, error) {
	id, emoji := r.PostFormValue("message"), r.PostFormValue("emoji")
	post, ok := p.find(at.Seat, id)
	offered := slices.Contains(emojis[:], emoji) || len(post.Reactions[emoji]) > 0
	if !ok || post.For != "" || !offered {
		return nil, stale
	}
	return nil, p.Room.React(ctx, at.Seat, id, emoji, r.PostFormValue("on") == "true")
}

func (p *Playground) shortcut(ctx context.Context, at where, r *http.Request) (*ask, error) {
	id := r.PostFormValue("message")
	if _, ok := p.find(at.Seat, id); !ok {
		return nil, stale
	}
	return nil, p.Room.Shortcut(ctx, at.Seat, id, r.PostFormValue("action"))
}

func (p *Playground) submit(ctx context.Context, at where, r *http.Request) (*ask, error) {
	f, _, _, open := p.Room.Form(at.Seat)
	if !open {
		return nil, stale
	}
	return nil, p.Room.Submit(ctx, at.Seat, filled(f, r))
}

// cancel closes the form. One that another window has closed is closed.
func (p *Playground) cancel(ctx context.Context, at where, _ *http.Request) (*ask, error) {
	if _, _, _, open := p.Room.Form(at.Seat); !open {
		return nil, nil
	}
	return nil, p.Room.Cancel(ctx, at.Seat)
}

// fieldMoment is how a browser's field writes a moment.
const fieldMoment = "2006-01-02T15:04"

// turn turns the clock, by a step or to a moment in the town's zone.
func (p *Playground) turn(ctx context.Context, _ where, r *http.Request) (*ask, error) {
	now := p.Clock.Now().In(p.Zone)
	to := now
	switch r.PostFormValue("turn") {
	case "hour":
		to = now.Add(time.Hour)
	case "day":
		to = now.AddDate(0, 0, 1)
	case "week":
		to = now.AddDate(0, 0, 7)
	case "workday":
		to = p.NextWorkday(now)
	default:
		var err error
		if to, err = time.ParseInLocation(fieldMoment, r.PostFormValue("to"), p.Zone); err != nil {
			return nil, trouble("trouble.moment")
		}
	}
	switch {
	case to.Before(now):
		return nil, trouble("trouble.backwards")
	case to.After(now.AddDate(2, 0, 0)):
		return nil, trouble("trouble.far")
	}
	err := p.Clock.Turn(ctx, to)
	p.turned.ring() // also after an error: it may have been turned part of the way
	return nil, err
}

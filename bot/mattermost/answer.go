package mattermost

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/mattermost/mattermost/server/public/model"

	"lotsenfunk/bot"
)

// way shows a message to the person alone, through the answer to what they
// did. ok is false if this one cannot be shown in that way.
type way func(bot.Message) (ok bool)

// answerCommand makes a reply take place; what is returned answers the request.
func (s *server) answerCommand(ctx context.Context, in incoming, reply bot.Reply) any {
	out := &model.CommandResponse{ResponseType: model.CommandResponseTypeEphemeral, SkipSlackParsing: true}
	said := false
	s.apply(ctx, in, reply, func(m bot.Message) bool {
		attachments, err := s.attachments(m, standing{only: in.ev.Who.ID, from: in.from(), shown: true, hook: in.hook, form: in.form})
		if err != nil || m.Picture != nil {
			return false
		}
		out.Text, out.Attachments, said = s.words(ctx, m), attachments, true
		return true
	})
	if !said {
		return struct{}{} // an empty answer would be shown as an error
	}
	return out
}

// answerClick does the same for a button or select.
func (s *server) answerClick(ctx context.Context, in incoming, reply bot.Reply) any {
	out := &model.PostActionIntegrationResponse{SkipSlackParsing: true}
	if m := reply.Replace; m != nil && !in.shown && m.Picture == nil && !reply.OffRecord {
		post, err := s.post(ctx, *m, s.standingAt(in))
		if err == nil {
			out.Update = &model.Post{Message: post.Message}
			out.Update.SetProps(post.GetProps())
			return out
		}
		s.log().Error("a message could not be written", "action", in.ev.Action, "error", err)
	}
	s.apply(ctx, in, reply, func(m bot.Message) bool {
		if hasControls(m) || m.Picture != nil {
			return s.throughHook(ctx, in, m)
		}
		out.EphemeralText = s.words(ctx, m)
		return true
	})
	return out
}

// answerForm does the same for a dialog.
func (s *server) answerForm(ctx context.Context, in incoming, reply bot.Reply) any {
	if len(reply.Errors) > 0 {
		out := &model.SubmitDialogResponse{Errors: map[string]string{}}
		for id, sentence := range reply.Errors {
			if id == "" {
				out.Error = sentence
			} else {
				out.Errors[id] = sentence
			}
		}
		return out
	}
	s.afterwards(ctx, in, func(ctx context.Context, in incoming) {
		s.apply(ctx, in, reply, s.hookOf(ctx, in))
	})
	return struct{}{}
}

// afterwards does something as soon as the request is answered: the server, and
// with it the person, waits for no post. Where there is no request it is done at
// once.
func (s *server) afterwards(ctx context.Context, in incoming, do func(context.Context, incoming)) {
	if !in.asked {
		do(ctx, in)
		return
	}
	in.asked = false
	s.later.do(ctx, in.looks.ID, func(ctx context.Context) { do(ctx, in) })
}

// hookOf is the way to show something when the request is answered already.
func (s *server) hookOf(ctx context.Context, in incoming) way {
	return func(m bot.Message) bool { return s.throughHook(ctx, in, m) }
}

// expired keeps a form that is too old open, so that the words in it are not
// lost, and says why.
func (s *server) expired(ctx context.Context, in incoming) any {
	p := s.o.Printer(ctx, in.ev.Who)
	return &model.SubmitDialogResponse{Error: p.Line("error.stale.line", nil)}
}

// standingAt is where something stands that takes the place of an event's
// source.
func (s *server) standingAt(in incoming) standing {
	at := standing{from: in.from(), thread: in.ev.Thread.ID, hook: in.hook}
	if in.looks.Direct {
		at.only = in.ev.Who.ID
	} else {
		at.hook = "" // what all can press must show nothing to one of them alone
	}
	return at
}

// apply makes a reply take place. alone shows something to the person alone, if
// it can. Nothing of it is lost: what can be shown in no other way stands in
// the person's direct messages.
func (s *server) apply(ctx context.Context, in incoming, reply bot.Reply, alone way) {
	if reply.Form != nil {
		if err := s.openForm(ctx, in, *reply.Form); err != nil {
			s.log().Warn("a form did not open; a button for it is offered", "action", in.ev.Action, "error", err)
			if in.ev.Kind != bot.KindClick && in.ev.Kind != bot.KindSelect {
				in.form = reply.Form
			}
			s.say(ctx, in, s.offerForm(ctx, in), true, alone)
		}
	}
	switch {
	case reply.Private != nil:
		s.say(ctx, in, *reply.Private, reply.OffRecord, alone)
	case reply.Public != nil:
		s.public(ctx, in, *reply.Public, reply.OffRecord, alone)
	case reply.Replace != nil:
		s.replace(ctx, in, *reply.Replace, reply.OffRecord, alone)
	}
}

// say says something to the person alone.
func (s *server) say(ctx context.Context, in incoming, m bot.Message, offRecord bool, alone way) {
	switch {
	case offRecord:
		if alone(m) {
			return
		}
	case in.looks.Direct:
	case hasControls(m) || m.Picture != nil:
		// A card with buttons is replaced when one is pressed, so it is a
		// post; what stands where the person looks says where.
		alone(s.elsewhere(ctx, in, m))
	case alone(m):
		return
	}
	s.afterwards(ctx, in, func(ctx context.Context, in incoming) { s.direct(ctx, in, m) })
}

// elsewhere is the first line of a message and where the rest of it stands.
func (s *server) elsewhere(ctx context.Context, in incoming, m bot.Message) bot.Message {
	p := s.o.Printer(ctx, in.ev.Who)
	return bot.Message{Line: m.Line, Text: p.Text("mattermost.see_direct", nil)}
}

// public says something to everybody in the place where the event came from.
// Where the bot is not, it says it to the person instead.
func (s *server) public(ctx context.Context, in incoming, m bot.Message, offRecord bool, alone way) {
	if in.ev.Where.Direct {
		s.say(ctx, in, m, offRecord, alone)
		return
	}
	s.afterwards(ctx, in, func(ctx context.Context, in incoming) {
		err := patiently(ctx, func() error {
			_, err := s.create(ctx, in.ev.Where.ID, m, standing{thread: in.ev.Thread.ID}, s.answerID(in.ev.Delivery))
			return err
		})
		if err == nil || errors.Is(err, errOther) {
			return
		}
		if !errors.Is(err, bot.ErrGone) {
			s.log().Error("an answer could not be posted; it is said to the person", "action", in.ev.Action, "error", err)
		}
		s.say(ctx, in, m, offRecord, s.hookOf(ctx, in))
	})
}

// replace puts something in the place of what was clicked, or says it if there
// is no such place.
func (s *server) replace(ctx context.Context, in incoming, m bot.Message, offRecord bool, alone way) {
	if offRecord && alone(m) {
		return
	}
	if in.shown || in.ev.Source.IsZero() {
		s.say(ctx, in, m, offRecord, alone)
		return
	}
	s.afterwards(ctx, in, func(ctx context.Context, in incoming) {
		err := patiently(ctx, func() error { return s.update(ctx, in.ev.Source, m, s.standingAt(in)) })
		if err != nil {
			s.log().Warn("a message could not be replaced; it is said instead", "action", in.ev.Action, "error", err)
			s.say(ctx, in, m, offRecord, s.hookOf(ctx, in))
		}
	})
}

// direct says something in the person's direct messages, in the thread if they
// are in one there.
func (s *server) direct(ctx context.Context, in incoming, m bot.Message) {
	at := standing{only: in.ev.Who.ID, from: in.from(), hook: in.hook, form: in.form}
	channel := in.looks.ID
	if in.looks.Direct {
		at.thread = in.ev.Thread.ID
	} else {
		at.from = in.ev.Where.ID
	}
	err := patiently(ctx, func() (err error) {
		if !in.looks.Direct {
			if channel, err = s.directChannel(ctx, in.ev.Who.ID); err != nil {
				return err
			}
		}
		_, err = s.create(ctx, channel, m, at, s.answerID(in.ev.Delivery))
		return err
	})
	if errors.Is(err, errOther) {
		return
	}
	if err != nil {
		s.log().Error("an answer is lost", "kind", in.ev.Kind, "action", in.ev.Action, "error", err)
		return
	}
	if !in.home || !in.looks.Direct {
		s.furnish(ctx, in.ev.Who, channel)
	}
}

// from is the channel that what somebody did belongs to, if they look elsewhere.
func (in incoming) from() string {
	if in.ev.Where.ID == in.looks.ID {
		return ""
	}
	return in.ev.Where.ID
}

// answerID makes the answers of several replicas to the same event one: the
// server takes each of these ids once, and they stand on the posts.
func (s *server) answerID(delivery string) string {
	return s.key.digest("answer", s.tenant.ID+"/"+delivery)
}

// actionOpen is the button that opens the form which stands in its press.
const actionOpen = "mattermost.open"

// offerForm is a button that opens a form which could not open by itself: by
// doing again what was clicked, or with the form as it is.
func (s *server) offerForm(ctx context.Context, in incoming) bot.Message {
	p := s.o.Printer(ctx, in.ev.Who)
	action, value := in.ev.Action, in.ev.Value
	if in.form != nil {
		action, value = actionOpen, ""
	}
	return bot.Message{Line: p.Line("error.late_form.line", nil), Rows: []bot.Row{{
		bot.Button(action, value, p.Line("button.open_form", nil)),
	}}}
}

// throughHook shows something to the person alone by the address that came with
// their command. It is good for half an hour and five times; after that ok is
// false.
func (s *server) throughHook(ctx context.Context, in incoming, m bot.Message) (ok bool) {
	if in.hook == "" || m.Picture != nil {
		return false
	}
	attachments, err := s.attachments(m, standing{only: in.ev.Who.ID, from: in.from(), shown: true, hook: in.hook, form: in.form})
	if err != nil {
		return false
	}
	body, err := json.Marshal(&model.CommandResponse{
		ResponseType: model.CommandResponseTypeEphemeral, SkipSlackParsing: true, Text: s.words(ctx, m), Attachments: attachments,
	})
	if err != nil {
		return false
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.client.URL+"/hooks/commands/"+in.hook, strings.NewReader(string(body)))
	if err != nil {
		return false
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := s.client.HTTPClient.Do(req)
	if err != nil {
		s.log().Warn("an answer could not be shown to the person alone", "error", fmt.Errorf("ask the server: %w", err))
		return false
	}
	defer resp.Body.Close()
	return resp.StatusCode == http.StatusOK
}

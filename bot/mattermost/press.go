package mattermost

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/mattermost/mattermost/server/public/model"

	"lotsenfunk/bot"
)

// click answers a button or a select.
func (a *Adapter) click(ctx context.Context, h bot.Handler, _ *http.Request, body []byte) (any, error) {
	var req model.PostActionIntegrationRequest
	if err := json.Unmarshal(body, &req); err != nil {
		return nil, errUnreadable
	}
	s, p, err := a.pressed(ctx, req)
	if err != nil {
		return nil, err
	}
	in, err := s.event(ctx, bot.KindClick, req.UserId, req.ChannelId, p.Thread)
	if err != nil {
		return nil, err
	}
	if err := s.from(ctx, &in, p.From); err != nil {
		return nil, err
	}
	in.trigger, in.hook, in.shown = req.TriggerId, p.Hook, p.Shown
	in.ev.Source, in.ev.Delivery = s.ref(req.ChannelId, req.PostId), "trigger/"+req.TriggerId
	in.ev.Action, in.ev.Value = p.Action, p.Value
	in.ev.Alone = in.looks.Direct && !p.Shown
	if chosen, ok := req.Context["selected_option"].(string); ok && req.Type == model.PostActionTypeSelect {
		in.ev.Kind, in.ev.Value = bot.KindSelect, chosen
	}
	switch {
	case p.Form != nil:
		return s.answerClick(ctx, in, bot.OpenForm(*p.Form)), nil
	case p.Confirm != "":
		if err := s.askFirst(ctx, in, p); err != nil {
			return nil, err
		}
		return struct{}{}, nil
	}
	return s.answered(ctx, in, h, s.answerClick), nil
}

// pressed verifies a click: its context is ours, the server made it for this
// person, and they are the one who sees the button.
func (a *Adapter) pressed(ctx context.Context, req model.PostActionIntegrationRequest) (*server, press, error) {
	var p press
	sealed, _ := req.Context[contextSeal].(string)
	if err := a.key.open(sealPress, sealed, &p); err != nil {
		return nil, p, err
	}
	s, ok := a.servers[p.Tenant]
	if !ok {
		return nil, p, errForged
	}
	if !model.IsValidId(req.UserId) || !model.IsValidId(req.ChannelId) || req.TriggerId == "" {
		return nil, p, errUnreadable
	}
	if p.Only != "" && p.Only != req.UserId {
		return nil, p, errForeign
	}
	f, err := s.facts(ctx)
	if err != nil {
		return nil, p, err
	}
	if !f.vouches(req.TriggerId, req.UserId) {
		return nil, p, errTrigger
	}
	return s, p, nil
}

// submitted answers a dialog that was sent or closed.
func (a *Adapter) submitted(ctx context.Context, h bot.Handler, _ *http.Request, body []byte) (any, error) {
	var req model.SubmitDialogRequest
	if err := json.Unmarshal(body, &req); err != nil {
		return nil, errUnreadable
	}
	var t ticket
	if req.CallbackId != sealForm && req.CallbackId != sealConfirm {
		return nil, errUnreadable
	}
	if err := a.key.open(req.CallbackId, req.State, &t); err != nil {
		return nil, err
	}
	s, ok := a.servers[t.Tenant]
	if !ok {
		return nil, errForged
	}
	if t.User != req.UserId {
		return nil, errForeign
	}
	in, err := s.event(ctx, bot.KindSubmit, t.User, t.Channel, t.Thread)
	if err != nil {
		return nil, err
	}
	if err := s.from(ctx, &in, t.From); err != nil {
		return nil, err
	}
	in.hook, in.shown = t.Hook, t.Shown
	if t.Source != "" {
		in.ev.Source = s.ref(t.Channel, t.Source)
	}
	in.ev.Delivery, in.ev.Action = "form/"+t.Nonce, t.Action
	if s.o.Now().Unix() > t.Expires {
		a.refused.Add("a form that is too old")
		s.log().Warn("a request was refused", "path", pathDialog, "reason", "a form that is too old")
		return s.expired(ctx, in), nil
	}
	switch {
	case req.CallbackId == sealConfirm && req.Cancelled:
		return struct{}{}, nil
	case req.CallbackId == sealConfirm:
		in.ev.Kind, in.ev.Value = bot.KindClick, t.Value
		in.ev.Alone = in.looks.Direct && !t.Shown
	case req.Cancelled:
		in.ev.Kind, in.ev.State = bot.KindCancel, t.State
		in.ev.Delivery += "/cancel"
	default:
		in.ev.State, in.ev.Values = t.State, values(req.Submission)
	}
	return s.answered(ctx, in, h, s.answerForm), nil
}

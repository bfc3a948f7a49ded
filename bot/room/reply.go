package room

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"lotsenfunk/bot"
)

// openForm is a dialog that stands open before one seat.
type openForm struct {
	form   bot.Form
	values map[string]string
	errs   map[string]string
	from   bot.Event // what opened it: its answers belong there
}

// perform hands an event to the handler, without the lock, and makes the reply
// take place. before runs ahead of that, with the lock held; it may be nil.
func (r *Room) perform(ctx context.Context, ev bot.Event, before func(bot.Reply) error) error {
	r.mu.Lock()
	h := r.handler
	r.mu.Unlock()
	if h == nil {
		return errors.New("room: no handler is connected")
	}
	reply := h.Handle(ctx, ev)

	r.mu.Lock()
	defer r.mu.Unlock()
	if before != nil {
		if err := before(reply); err != nil {
			return err
		}
	}
	return r.apply(ctx, ev, reply)
}

// apply shows a reply to exactly those it is meant for. The lock is held.
func (r *Room) apply(ctx context.Context, ev bot.Event, reply bot.Reply) error {
	seat := ev.Who.ID
	if reply.Form != nil {
		r.openForm(seat, *reply.Form, ev)
	}
	m, private := reply.Public, false
	if reply.Private != nil {
		m, private = reply.Private, true
	}
	if reply.Replace != nil {
		p, ok := r.posts[ev.Source.ID]
		if ok && p.Author == "" && !p.Deleted {
			return r.edit(ctx, p, *reply.Replace, reply.OffRecord)
		}
		m, private = reply.Replace, true
	}
	if m == nil {
		return nil
	}
	p := Post{
		Channel:   ev.Where.ID,
		Root:      r.threadIn(ev.Where.ID, ev.Thread.ID),
		Message:   *m,
		OffRecord: reply.OffRecord,
	}
	if private && !ev.Where.Direct {
		p.For = seat
	}
	_, err := r.put(ctx, p, "")
	return err
}

func (r *Room) openForm(seat string, f bot.Form, from bot.Event) {
	values := map[string]string{}
	for _, field := range f.Fields {
		values[field.ID] = field.Value
	}
	r.forms[seat] = &openForm{form: f, values: values, from: from}
	r.hear(seat, formWords(f))
	r.signal()
}

// Form is the dialog open before a seat: with what stands in its fields, and
// the sentences at those that came back with an error.
func (r *Room) Form(seat string) (f bot.Form, values, errs map[string]string, open bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	o, open := r.forms[seat]
	if !open {
		return bot.Form{}, nil, nil, false
	}
	return o.form, maps.Clone(o.values), maps.Clone(o.errs), true
}

// Submit sends the form open before a seat. Fields not named keep what stands
// in them; a name that is no field of the form is an error.
func (r *Room) Submit(ctx context.Context, seat string, values map[string]string) error {
	r.mu.Lock()
	o, ev, err := r.eventOnForm(bot.KindSubmit, seat)
	if err != nil {
		r.mu.Unlock()
		return err
	}
	sent := maps.Clone(o.values)
	r.mu.Unlock()
	for id, v := range values {
		if _, ok := sent[id]; !ok {
			return fmt.Errorf("room: the form has no field %q", id)
		}
		sent[id] = v
	}
	ev.Values = maps.Clone(sent)
	return r.perform(ctx, ev, func(reply bot.Reply) error {
		if r.forms[seat] != o {
			return nil // meanwhile another one was opened, or this one sent
		}
		if len(reply.Errors) == 0 {
			delete(r.forms, seat)
			r.signal()
			return nil
		}
		o.values, o.errs = sent, maps.Clone(reply.Errors)
		for _, id := range slices.Sorted(maps.Keys(o.errs)) {
			r.hear(seat, o.errs[id])
		}
		r.signal()
		return nil
	})
}

// Cancel closes the form open before a seat without sending it.
func (r *Room) Cancel(ctx context.Context, seat string) error {
	r.mu.Lock()
	_, ev, err := r.eventOnForm(bot.KindCancel, seat)
	if err == nil {
		delete(r.forms, seat)
		r.signal()
	}
	r.mu.Unlock()
	if err != nil {
		return err
	}
	return r.perform(ctx, ev, nil)
}

func (r *Room) eventOnForm(kind bot.Kind, seat string) (*openForm, bot.Event, error) {
	o, ok := r.forms[seat]
	if !ok {
		return nil, bot.Event{}, fmt.Errorf("room: no form is open for %s", seat)
	}
	ev, err := r.event(kind, seat, o.from.Where.ID, o.from.Thread.ID)
	ev.Source, ev.Action, ev.State = o.from.Source, o.form.Action, o.form.State
	return o, ev, err
}

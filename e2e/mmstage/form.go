package mmstage

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/mattermost/mattermost/server/public/model"

	"lotsenfunk/bot/script"
)

// Submit sends the form.
func (s *Stage) Submit(ctx context.Context, who string, values map[string]string) error {
	p, err := s.actor(ctx, who)
	if err != nil {
		return err
	}
	f, err := s.opened(ctx, p)
	if err != nil {
		return err
	}
	s.mu.Lock()
	err = f.fill(values)
	request := model.SubmitDialogRequest{
		URL: f.url, CallbackId: f.dialog.CallbackId, State: f.dialog.State, UserId: p.id, TeamId: s.team, ChannelId: p.direct, Submission: f.values,
	}
	s.mu.Unlock()
	if err != nil {
		return err
	}
	answer, _, err := p.client.SubmitInteractiveDialog(ctx, request)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if answer.Error == "" && len(answer.Errors) == 0 {
		if p.form == f {
			p.form = nil
		}
		return nil
	}
	f.errors = map[string]string{}
	for id, sentence := range answer.Errors {
		f.errors[id] = sentence
	}
	if answer.Error != "" {
		f.errors[""] = answer.Error
	}
	for _, sentence := range f.errors {
		s.said = append(s.said, script.Said{To: p.name, Text: sentence})
	}
	return nil
}

// fill writes values into a form; a select may be given the label of an option.
func (f *openForm) fill(values map[string]string) error {
	for id, v := range values {
		i := slices.IndexFunc(f.dialog.Elements, func(e model.DialogElement) bool { return e.Name == id })
		if i < 0 {
			return fmt.Errorf("the form has no field %q", id)
		}
		e := f.dialog.Elements[i]
		switch {
		case e.Type == "bool":
			f.values[id] = v == "true"
		case e.Type == "select" && v != "":
			o := slices.IndexFunc(e.Options, func(o *model.PostActionOptions) bool {
				return o.Value == v || strings.EqualFold(script.Spaced(o.Text), script.Spaced(v))
			})
			if o < 0 {
				return fmt.Errorf("field %q has no option %q", id, v)
			}
			f.values[id] = e.Options[o].Value
		default:
			f.values[id] = v
		}
	}
	return nil
}

// opened is the form open for somebody.
func (s *Stage) opened(ctx context.Context, p *person) (*openForm, error) {
	if err := s.sync(ctx); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if p.form == nil {
		return nil, fmt.Errorf("no form is open for %s", p.name)
	}
	return p.form, nil
}

// Cancel closes the form.
func (s *Stage) Cancel(ctx context.Context, who string) error {
	p, err := s.actor(ctx, who)
	if err != nil {
		return err
	}
	f, err := s.opened(ctx, p)
	if err != nil {
		return err
	}
	s.mu.Lock()
	p.form = nil
	s.mu.Unlock()
	if !f.dialog.NotifyOnCancel {
		return nil
	}
	_, _, err = p.client.SubmitInteractiveDialog(ctx, model.SubmitDialogRequest{
		URL: f.url, CallbackId: f.dialog.CallbackId, State: f.dialog.State, UserId: p.id, TeamId: s.team, ChannelId: p.direct, Cancelled: true,
	})
	return err
}

package mattermost

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/mattermost/mattermost/server/public/model"

	"lotsenfunk/bot"
)

// The limits of a dialog, in bytes.
const (
	maxTitle    = model.DialogTitleMaxLength
	maxLabel    = model.DialogElementDisplayNameMaxLength
	maxHelp     = model.DialogElementHelpTextMaxLength
	maxLine     = model.DialogElementTextMaxLength // what stands in a line, and its placeholder
	maxText     = model.DialogElementTextareaMaxLength
	maxElements = 5 // the cap of older servers
)

// formLife is how long a form may stay open.
const formLife = 24 * time.Hour

// ticket is the state of a dialog: which form it is, whose, and where its
// answer belongs.
type ticket struct {
	Tenant  string `json:"t"`
	User    string `json:"u"`
	Channel string `json:"c"`
	From    string `json:"w,omitempty"` // where what opened it belongs, if that is another channel
	Thread  string `json:"r,omitempty"`
	Source  string `json:"p,omitempty"` // the post whose button opened it
	Shown   bool   `json:"e,omitempty"` // … which was only shown
	Hook    string `json:"h,omitempty"`
	Expires int64  `json:"x"` // Unix seconds
	Nonce   string `json:"n"`
	Action  string `json:"a"`
	State   string `json:"s,omitempty"`
	Value   string `json:"v,omitempty"` // of a button that asked "really?"
}

// openForm opens a form for whoever caused an event.
func (s *server) openForm(ctx context.Context, in incoming, f bot.Form) error {
	t := s.ticket(in)
	t.Action, t.State = f.Action, f.State
	d, err := s.dialog(ctx, f)
	if err != nil {
		return err
	}
	return s.openDialog(ctx, in.trigger, sealForm, t, d)
}

// ask asks "really?" before a button does what it does.
func (s *server) askFirst(ctx context.Context, in incoming, p press) error {
	t := s.ticket(in)
	t.Action, t.Value = p.Action, p.Value
	return s.openDialog(ctx, in.trigger, sealConfirm, t, model.Dialog{
		Title: cutBytes(p.Label, maxTitle), IntroductionText: escape(p.Confirm), SubmitLabel: p.Label,
	})
}

func (s *server) ticket(in incoming) ticket {
	return ticket{
		Tenant: s.tenant.ID, User: in.ev.Who.ID, Channel: in.looks.ID, From: in.from(), Thread: in.ev.Thread.ID, Source: in.ev.Source.ID,
		Shown: in.shown, Hook: in.hook, Expires: s.o.Now().Add(formLife).Unix(), Nonce: rand.Text(),
	}
}

func (s *server) openDialog(ctx context.Context, trigger, purpose string, t ticket, d model.Dialog) error {
	sealed, err := s.key.seal(purpose, t)
	if err != nil {
		return err
	}
	d.CallbackId, d.State = purpose, sealed
	resp, err := s.client.OpenInteractiveDialog(ctx, model.OpenDialogRequest{TriggerId: trigger, URL: s.o.Callback + pathDialog, Dialog: d})
	if err != nil {
		return fmt.Errorf("open a dialog: %w", trouble(resp, err))
	}
	return nil
}

// dialog writes a form as a dialog of this server.
func (s *server) dialog(ctx context.Context, f bot.Form) (model.Dialog, error) {
	facts, err := s.facts(ctx)
	if err != nil {
		return model.Dialog{}, err
	}
	if len(f.Fields) > maxElements {
		return model.Dialog{}, fmt.Errorf("the form %s has %d fields, a dialog takes %d", f.Action, len(f.Fields), maxElements)
	}
	d := model.Dialog{
		Title: cutBytes(f.Title, maxTitle), IntroductionText: markdown(f.Intro, s.names(ctx)), SubmitLabel: f.Submit, NotifyOnCancel: true,
	}
	for _, field := range f.Fields {
		d.Elements = append(d.Elements, element(field, facts.fields))
	}
	return d, nil
}

// fields are the kinds of fields that only newer servers have.
type fields struct {
	dates   bool // a day, since 11.1
	several bool // a choice of several, since 11.0
}

// fieldsOf are the fields that the dialogs of a version have.
func fieldsOf(version string) fields {
	var major, minor int
	if _, err := fmt.Sscanf(version, "%d.%d", &major, &minor); err != nil {
		return fields{}
	}
	return fields{dates: major > 11 || major == 11 && minor >= 1, several: major >= 11}
}

// element writes a field. What the server has no field for is typed, as in a
// command.
func element(f bot.Field, has fields) model.DialogElement {
	e := model.DialogElement{Name: f.ID, DisplayName: cutBytes(f.Label, maxLabel), HelpText: cutBytes(f.Help, maxHelp),
		Placeholder: cutBytes(f.Placeholder, maxLine), Default: f.Value, Optional: f.Optional}
	switch f.Kind {
	case bot.FieldCheck:
		// A box that is not optional would have to be ticked. Its words stand
		// beside it; in older clients that is the placeholder.
		e.Type, e.Optional = "bool", true
		e.Default = strconv.FormatBool(f.Value == "true")
		if e.Placeholder == "" {
			e.Placeholder = e.DisplayName
		}
	case bot.FieldSelect:
		e.Type, e.Options = "select", options(f)
	case bot.FieldSeveral:
		chosen, ok := chosenOf(f)
		if !has.several || !ok {
			return written(e, f)
		}
		e.Type, e.MultiSelect, e.Options, e.Default = "select", true, options(f), strings.Join(chosen, ",")
	case bot.FieldDate:
		if _, err := time.Parse(time.DateOnly, f.Value); !has.dates || f.Value != "" && err != nil {
			return written(e, f)
		}
		e.Type = "date"
	default:
		return written(e, f)
	}
	return e
}

// written makes an element one that is typed: in a line if that is
// long enough.
func written(e model.DialogElement, f bot.Field) model.DialogElement {
	e.Type, e.MaxLength = "text", maxLine
	if f.Kind == bot.FieldText || f.MaxLen > maxLine || len(f.Value) > maxLine {
		e.Type, e.MaxLength = "textarea", maxText
	}
	if f.MaxLen > 0 {
		e.MaxLength = min(f.MaxLen, e.MaxLength)
	}
	return e
}

func options(f bot.Field) (all []*model.PostActionOptions) {
	for _, o := range f.Options {
		all = append(all, &model.PostActionOptions{Text: o.Label, Value: o.Value})
	}
	return all
}

// chosenOf are the values of the options that stand in a field, unless something
// else stands there too.
func chosenOf(f bot.Field) (values []string, ok bool) {
	for _, part := range strings.Split(f.Value, ",") {
		part = strings.TrimSpace(part)
		i := slices.IndexFunc(f.Options, func(o bot.Option) bool { return part == o.Label || part == o.Value })
		switch {
		case i >= 0:
			values = append(values, f.Options[i].Value)
		case part != "":
			return nil, false
		}
	}
	return values, true
}

// values are a submitted dialog's fields as the seam knows them.
func values(submission map[string]any) map[string]string {
	all := make(map[string]string, len(submission))
	for id, v := range submission {
		switch v := v.(type) {
		case string:
			all[id] = v
		case bool:
			all[id] = strconv.FormatBool(v)
		case float64:
			all[id] = strconv.FormatFloat(v, 'f', -1, 64)
		case []any:
			all[id] = joined(v)
		default:
			all[id] = "" // what was left empty, or of a kind that we never ask for
		}
	}
	return all
}

// joined are the options that were chosen of several.
func joined(chosen []any) string {
	var all []string
	for _, one := range chosen {
		if s, ok := one.(string); ok {
			all = append(all, s)
		}
	}
	return strings.Join(all, ",")
}

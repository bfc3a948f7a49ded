package slack

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"lotsenfunk/bot"
)

// formLife is how long a form may stay open.
const formLife = 24 * time.Hour

// ticket is what a modal remembers: which form it is and where its answer belongs.
// It stands in private_metadata, which Slack keeps and no client can change.
type ticket struct {
	Channel string `json:"c,omitempty"`
	Thread  string `json:"r,omitempty"`
	Source  string `json:"p,omitempty"` // the message whose button opened it
	Shown   bool   `json:"e,omitempty"` // … which only they see
	Hook    string `json:"h,omitempty"`
	Expires int64  `json:"x"` // Unix seconds
	Nonce   string `json:"n"`
	Action  string `json:"a"`
	State   string `json:"s,omitempty"`
}

// callbackForm is the callback id of every form.
const callbackForm = "form"

// input is the action id of what is filled in; its block's id is the field's. Of a
// select in which is searched it begins with searching, and the action follows.
const (
	input     = "value"
	searching = "search."
)

// mostListed is how many options a select lists in which cannot be searched: a modal has
// at most 250 KB. With more, one is typed.
const mostListed = 500

// view writes a form as a modal.
func (w *workspace) view(ctx context.Context, in incoming, f bot.Form) (slack.ModalViewRequest, error) {
	t := ticket{Channel: in.ev.Where.ID, Thread: in.ev.Thread.ID, Source: in.ev.Source.ID, Shown: in.shown, Hook: in.hook,
		Expires: w.o.Now().Add(formLife).Unix(), Nonce: rand.Text(), Action: f.Action, State: f.State}
	raw, err := json.Marshal(t)
	if err != nil {
		return slack.ModalViewRequest{}, err
	}
	if len(raw) > maxMetadata {
		return slack.ModalViewRequest{}, fmt.Errorf("what the form %s remembers takes %d bytes", f.Action, len(raw))
	}
	p := w.o.Printer(ctx, in.ev.Who)
	v := slack.ModalViewRequest{Type: slack.VTModal, Title: plain(f.Title, maxTitle), Submit: plain(f.Submit, maxTitle),
		Close: plain(p.Line("button.cancel", nil), maxTitle), CallbackID: callbackForm, PrivateMetadata: string(raw), NotifyOnClose: true}
	if f.Submit == "" {
		v.Submit = plain(f.Title, maxTitle)
	}
	if elements := rich("", f.Intro, maxWords); len(elements) > 0 {
		v.Blocks.BlockSet = append(v.Blocks.BlockSet, slack.NewRichTextBlock("", elements...))
	}
	for _, field := range f.Fields {
		v.Blocks.BlockSet = append(v.Blocks.BlockSet, block(field))
	}
	return v, fits(v)
}

// block writes a field. What cannot be chosen is typed, as in a command; so is a day,
// because "morgen" and "in 2 Wochen" are understood as well.
func block(f bot.Field) *slack.InputBlock {
	var e slack.BlockElement
	optional := f.Optional
	switch f.Kind {
	case bot.FieldCheck:
		optional = true // one that is not would have to be ticked
		box := slack.NewOptionBlockObject("true", plain(f.Label, maxOptionText), nil)
		boxes := slack.NewCheckboxGroupsBlockElement(input, box)
		if f.Value == "true" {
			boxes.InitialOptions = []*slack.OptionBlockObject{box}
		}
		e = boxes
	case bot.FieldSelect:
		e = oneOf(f)
	case bot.FieldSeveral:
		e = severalOf(f)
	}
	if e == nil {
		e = written(f)
	}
	b := slack.NewInputBlock(f.ID, plain(f.Label, maxLabel), nil, e)
	if f.Help != "" {
		b.Hint = plain(f.Help, maxHint)
	}
	b.Optional = optional
	return b
}

// written is a field that is typed into. How much of it the town takes the bot says
// itself, and keeps what is too long in the field.
func written(f bot.Field) *slack.PlainTextInputBlockElement {
	e := slack.NewPlainTextInputBlockElement(nil, input)
	if f.Placeholder != "" {
		e.Placeholder = plain(f.Placeholder, maxPlaceholder)
	}
	e.Multiline = f.Kind == bot.FieldText
	e.MaxLength = maxInput
	e.InitialValue = cut(clean(f.Value), maxInput)
	return e
}

// oneOf is a field in which one is chosen; without anything that Slack lets people choose
// it is nil.
func oneOf(f bot.Field) slack.BlockElement {
	options, groups, err := choices(f.Options, maxOptionText)
	if err != nil || len(f.Options) == 0 || len(f.Options) > mostListed && f.Search == "" {
		return nil
	}
	e := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, input)
	if len(f.Options) > maxOptions && f.Search != "" {
		e = slack.NewOptionsSelectBlockElement(slack.OptTypeExternal, plain(f.Placeholder, maxPlaceholder), searching+f.Search)
		e.MinQueryLength = new(int) // the first are shown before anything is typed
		e.InitialOption = initial(options, groups, f.Value)
		return e
	}
	e.Options, e.OptionGroups = options, groups
	if f.Placeholder != "" {
		e.Placeholder = plain(f.Placeholder, maxPlaceholder)
	}
	e.InitialOption = initial(options, groups, f.Value)
	return e
}

// severalOf is a field in which several are chosen. If something else stands in it,
// it is typed.
func severalOf(f bot.Field) slack.BlockElement {
	options, groups, err := choices(f.Options, maxOptionText)
	if err != nil || len(f.Options) == 0 {
		return nil
	}
	e := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeStatic, nil, input)
	e.Options, e.OptionGroups = options, groups
	if f.Placeholder != "" {
		e.Placeholder = plain(f.Placeholder, maxPlaceholder)
	}
	for _, part := range strings.Split(f.Value, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		i := slices.IndexFunc(f.Options, func(o bot.Option) bool { return part == o.Label || part == o.Value })
		if i < 0 {
			return nil
		}
		e.InitialOptions = append(e.InitialOptions, initial(options, groups, f.Options[i].Value))
	}
	return e
}

// initial is the option with a value.
func initial(options []*slack.OptionBlockObject, groups []*slack.OptionGroupBlockObject, value string) *slack.OptionBlockObject {
	for _, g := range groups {
		options = append(options, g.Options...)
	}
	for _, o := range options {
		if o.Value == value {
			return o
		}
	}
	return nil
}

// submitted answers a modal that was sent or closed.
func (w *workspace) submitted(ctx context.Context, h bot.Handler, c slack.InteractionCallback) (any, error) {
	var t ticket
	if c.View.CallbackID != callbackForm || json.Unmarshal([]byte(c.View.PrivateMetadata), &t) != nil || t.Nonce == "" {
		return nil, errUnreadable
	}
	in := w.incoming(bot.KindSubmit, c.User.ID, t.Channel)
	in.trigger, in.hook, in.shown = c.TriggerID, t.Hook, t.Shown
	if t.Source != "" {
		in.ev.Source = w.ref(t.Channel, t.Source)
	}
	if t.Thread != "" {
		in.ev.Thread = w.ref(t.Channel, t.Thread)
	}
	in.ev.Delivery, in.ev.Action, in.ev.State = "form/"+t.Nonce, t.Action, t.State
	in.form = firstInput(c.View.Blocks)
	if c.Type == slack.InteractionTypeViewClosed {
		in.ev.Kind, in.form = bot.KindCancel, ""
		in.ev.Delivery += "/cancel"
		return w.acknowledge(ctx, h, in), nil
	}
	if w.o.Now().Unix() > t.Expires {
		w.note("modal", errOld)
		return failure(map[string]string{in.form: w.o.Printer(ctx, in.ev.Who).Line("error.stale.line", nil)}), nil
	}
	in.ev.Values, in.words = values(c.View), wordsTyped(c.View)
	return w.acknowledge(ctx, h, in), nil
}

// firstInput is the field at which is said what concerns the form as a whole.
func firstInput(blocks slack.Blocks) string {
	for _, b := range blocks.BlockSet {
		if b, ok := b.(*slack.InputBlock); ok {
			return b.BlockID
		}
	}
	return ""
}

// failure keeps a modal open, with a sentence at each field named.
func failure(errs map[string]string) any { return slack.NewErrorsViewSubmissionResponse(errs) }

// fieldErrors are a reply's errors as Slack takes them: each at a field.
func (in incoming) fieldErrors(errs map[string]string) any {
	all := map[string]string{}
	for id, sentence := range errs {
		if id == "" {
			id = in.form
		}
		all[id] = strings.TrimSpace(all[id] + " " + sentence)
	}
	return failure(all)
}

// values are what stands in a modal, as the seam knows it.
func values(v slack.View) map[string]string {
	all := map[string]string{}
	if v.State == nil {
		return all
	}
	for block, elements := range v.State.Values {
		for _, e := range elements {
			all[block] = value(e)
		}
	}
	return all
}

// wordsTyped are what was typed into the fields of a modal, from above.
func wordsTyped(v slack.View) (all []string) {
	if v.State == nil {
		return nil
	}
	for _, b := range v.Blocks.BlockSet {
		b, ok := b.(*slack.InputBlock)
		if !ok {
			continue
		}
		if e := v.State.Values[b.BlockID][input]; e.Type == slack.ActionType(slack.METPlainTextInput) && e.Value != "" {
			all = append(all, e.Value)
		}
	}
	return all
}

func value(e slack.BlockAction) string {
	switch e.Type {
	case "checkboxes":
		if len(e.SelectedOptions) > 0 {
			return "true"
		}
		return "false"
	case slack.ActionType(slack.OptTypeStatic), slack.ActionType(slack.OptTypeExternal):
		return e.SelectedOption.Value
	case slack.ActionType(slack.MultiOptTypeStatic):
		var all []string
		for _, o := range e.SelectedOptions {
			all = append(all, o.Value)
		}
		return strings.Join(all, ",")
	}
	return e.Value
}

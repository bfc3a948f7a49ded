package slack

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"lotsenfunk/bot"
	"lotsenfunk/i18n"
)

// apply makes a reply take place. Nothing of it is lost: what can be shown in no
// other way stands in the person's direct messages.
func (w *workspace) apply(ctx context.Context, in incoming, reply bot.Reply) {
	switch {
	case len(reply.Errors) > 0:
		if !in.ack.give(in.fieldErrors(reply.Errors)) { // the form is closed
			w.giveBack(ctx, in, reply.Errors)
		}
		return
	case in.ev.Kind == bot.KindOptions:
		if !in.ack.give(w.found(reply.Options)) {
			w.log().Warn("what was found came too late")
		}
		return
	case in.ev.Kind == bot.KindHome:
		in.ack.give(nil)
		w.opened(ctx, in.ev.Who, reply.Message())
		return
	}
	if reply.Form != nil {
		w.openForm(ctx, in, *reply.Form)
	}
	switch {
	case reply.Private != nil:
		w.private(ctx, in, *reply.Private, reply.OffRecord)
	case reply.Public != nil:
		w.public(ctx, in, *reply.Public, reply.OffRecord)
	case reply.Replace != nil:
		w.replace(ctx, in, *reply.Replace, reply.OffRecord)
	}
}

// openForm opens a form, or offers a button that does what they did once more.
func (w *workspace) openForm(ctx context.Context, in incoming, f bot.Form) {
	v, err := w.view(ctx, in, f)
	switch {
	case err != nil:
	case in.ev.Kind == bot.KindSubmit: // it takes the place of the one that was sent
		if err = in.ack.giveMost(slack.NewUpdateViewSubmissionResponse(&v)); err == nil {
			return
		}
	case in.trigger == "":
		err = errors.New("there is no trigger")
	default:
		if _, err = w.api(ctx).OpenViewContext(ctx, in.trigger, v); err == nil {
			return
		}
	}
	w.log().Warn("a form did not open; a button for it is offered", "action", f.Action, "error", explained(err))
	p := w.o.Printer(ctx, in.ev.Who)
	w.offer(ctx, in, bot.Message{Line: p.Line("error.late_form.line", nil)}, p.Line("button.open_form", nil))
}

// unanswered says that nothing came of what somebody did, because Slack could not be
// asked about it. What they typed is kept.
func (w *workspace) unanswered(ctx context.Context, in incoming, err error) {
	w.log().Error("Slack cannot be asked about what somebody did", "kind", in.ev.Kind, "action", in.ev.Action, "error", err)
	p := w.o.Printer(ctx, in.ev.Who)
	switch in.ev.Kind {
	case bot.KindOptions:
		in.ack.give(w.found(nil))
	case bot.KindSubmit:
		if !in.ack.give(in.fieldErrors(map[string]string{"": p.Line("error.unreached.line", nil)})) {
			w.giveBack(ctx, in, map[string]string{"": p.Text("error.unreached.text", nil).Plain()})
		}
	case bot.KindCancel, bot.KindHome:
		in.ack.give(nil)
	default:
		m := bot.Message{Line: p.Line("error.unreached.line", nil), Text: p.Text("error.unreached.text", nil)}
		w.offer(ctx, in, m, p.Line("button.try_again", nil))
	}
}

// giveBack says what was wrong with a form that has closed meanwhile, and what was typed
// into it. It is kept nowhere: whoever types may not want to be known.
func (w *workspace) giveBack(ctx context.Context, in incoming, errs map[string]string) {
	p := w.o.Printer(ctx, in.ev.Who)
	m := bot.Message{Line: p.Line("error.unreached.line", nil)}
	for _, id := range slices.Sorted(maps.Keys(errs)) {
		m.Text = m.Text.Append(bot.Words(errs[id]))
	}
	for _, words := range in.words {
		m.Text = m.Text.Append(p.Text("error.your_text", i18n.Args{"Text": words}))
	}
	w.private(ctx, in, m, true)
}

// offer says something to the person alone, with a button that does the same again. If
// that is too long for a button, the words are given back.
func (w *workspace) offer(ctx context.Context, in incoming, m bot.Message, label string) {
	again := press{Action: in.ev.Action, Value: in.ev.Value, Again: in.again}
	value, err := seal(again)
	if err != nil && in.again != nil {
		m.Text = m.Text.Append(w.o.Printer(ctx, in.ev.Who).Text("error.your_text", i18n.Args{"Text": "/" + in.again.Word + " " + unescape(in.again.Text)}))
	}
	b := w.written(ctx, m, in.ev.Who.ID)
	if err == nil && (again.Again != nil || again.Action != "") {
		b.blocks = append(b.blocks, slack.NewActionBlock("again", slack.NewButtonBlockElement("again", value, plain(label, maxButton))))
	}
	if !w.alone(ctx, in, b) {
		w.log().Error("an answer is lost", "kind", in.ev.Kind, "action", in.ev.Action)
	}
}

// private says something to the person alone: in their direct messages if they are
// there, or else so that only they see it.
func (w *workspace) private(ctx context.Context, in incoming, m bot.Message, offRecord bool) {
	for _, part := range w.split(m) {
		w.privately(ctx, in, part, offRecord)
	}
}

func (w *workspace) privately(ctx context.Context, in incoming, m bot.Message, offRecord bool) {
	if (offRecord || !in.ev.Where.Direct) && w.alone(ctx, in, w.written(ctx, m, in.ev.Who.ID)) {
		return
	}
	in.ack.give(nil)
	err := patiently(ctx, func() error {
		channel, err := w.directChannel(ctx, in.ev.Who.ID)
		if err != nil {
			return err
		}
		thread := ""
		if in.ev.Where.Direct {
			thread = in.ev.Thread.ID
		}
		_, err = w.say(ctx, channel, thread, m, "")
		return err
	})
	var wait *bot.RateLimited
	if errors.As(err, &wait) && w.alone(ctx, in, w.written(ctx, m, in.ev.Who.ID)) { // another method, with a limit of its own
		return
	}
	if err != nil {
		w.log().Error("an answer is lost", "kind", in.ev.Kind, "action", in.ev.Action, "error", err)
	}
}

// alone shows something to the person alone, where they are: with the acknowledgement,
// through the response_url, or as an ephemeral message.
func (w *workspace) alone(ctx context.Context, in incoming, b body) (ok bool) {
	if in.ev.Kind == bot.KindCommand && in.ev.Source.IsZero() {
		m := slack.WebhookMessage{Text: b.text, Blocks: &slack.Blocks{BlockSet: b.blocks}, ResponseType: slack.ResponseTypeEphemeral}
		if in.ack.giveMost(m) == nil {
			return true
		}
	}
	in.ack.give(nil)
	if patiently(ctx, func() error { return w.throughHook(ctx, in, b, false) }) == nil {
		return true
	}
	channel := in.ev.Where.ID
	if channel == "" { // they are at home, or nowhere
		var err error
		if channel, err = w.directChannel(ctx, in.ev.Who.ID); err != nil {
			return false
		}
	}
	more := []slack.MsgOption{}
	if in.ev.Thread.ID != "" {
		more = append(more, slack.MsgOptionTS(in.ev.Thread.ID))
	}
	err := patiently(ctx, func() error {
		_, err := w.api(ctx).PostEphemeralContext(ctx, channel, in.ev.Who.ID, b.options(more...)...)
		return w.trouble(err)
	})
	if err != nil {
		w.log().Warn("an answer could not be shown to the person alone", "error", err)
	}
	return err == nil
}

// throughHook shows something through the response_url: to the person alone, or in
// the place of what they pressed.
func (w *workspace) throughHook(ctx context.Context, in incoming, b body, replace bool) error {
	if in.hook == "" {
		return errors.New("there is no response_url")
	}
	m := &slack.WebhookMessage{Text: b.text, Blocks: &slack.Blocks{BlockSet: b.blocks}, ResponseType: slack.ResponseTypeEphemeral, ReplaceOriginal: replace}
	if in.ev.Thread.ID != "" && !replace {
		m.ThreadTimestamp = in.ev.Thread.ID
	}
	if err := w.postTo(ctx, in.hook, m); err != nil {
		return fmt.Errorf("through the response_url: %w", w.trouble(err))
	}
	return nil
}

// postTo writes to a response_url. No error names it: whoever reads the address could
// write there.
func (a *Adapter) postTo(ctx context.Context, hook string, m *slack.WebhookMessage) error {
	ctx, stop := context.WithTimeout(ctx, timeout)
	defer stop()
	err := slack.PostWebhookCustomHTTPContext(ctx, hook, a.http, m)
	var at *url.Error
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}

// public says something to everybody in the place where the event came from. Where
// the bot may not, it says it to the person instead.
func (w *workspace) public(ctx context.Context, in incoming, m bot.Message, offRecord bool) {
	if in.ev.Where.Direct {
		w.private(ctx, in, m, offRecord)
		return
	}
	in.ack.give(nil)
	var err error
	for _, part := range w.pages(m) {
		if err == nil {
			err = patiently(ctx, func() error {
				_, err := w.say(ctx, in.ev.Where.ID, in.ev.Thread.ID, part, "")
				return err
			})
		}
	}
	switch {
	case err == nil:
	case errors.Is(err, bot.ErrAmbiguous): // it may stand there: rather once than twice
		w.log().Warn("it is not known whether an answer was posted", "action", in.ev.Action, "error", err)
	default:
		w.log().Warn("an answer could not be posted; it is said to the person", "action", in.ev.Action, "error", err)
		w.private(ctx, in, m, offRecord)
	}
}

// replace puts something in the place of what was pressed, or says it if there is no
// such place.
func (w *workspace) replace(ctx context.Context, in incoming, m bot.Message, offRecord bool) {
	if in.ev.Source.IsZero() || in.ev.Quote != nil || offRecord && !in.shown || len(w.pages(m)) > 1 {
		w.private(ctx, in, m, offRecord)
		return
	}
	in.ack.give(nil)
	err := patiently(ctx, func() error {
		if in.shown {
			return w.throughHook(ctx, in, w.written(ctx, m, in.ev.Who.ID), true)
		}
		return w.Update(ctx, in.ev.Source, m)
	})
	if err != nil {
		w.log().Warn("a message could not be replaced; it is said instead", "action", in.ev.Action, "error", err)
		w.private(ctx, in, m, offRecord)
	}
}

// How often an answer is tried while Slack asks to wait, and for how long at most:
// somebody is waiting for it, and so does whoever stops the program.
const (
	answerTries = 10
	answerPause = 30 * time.Second
)

// patiently does something, and again if Slack asks to wait for a moment.
func patiently(ctx context.Context, do func() error) error {
	left := answerPause
	for try := 1; ; try++ {
		err := do()
		var wait *bot.RateLimited
		if !errors.As(err, &wait) || try == answerTries || wait.After > left {
			return err
		}
		left -= wait.After
		timer := time.NewTimer(wait.After)
		select {
		case <-ctx.Done():
			timer.Stop()
			return err
		case <-timer.C:
		}
	}
}

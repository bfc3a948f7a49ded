package commands

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// errAlreadyDone: this delivery or form has had its effect before.
var errAlreadyDone = errors.New("already done")

// errChanged: who asks has changed since they asked last.
var errChanged = errors.New("the caller has changed")

// failure turns a script's error into the person's words: what happened, what
// to do next, and what they typed.
func (c *Call) failure(err error) bot.Reply {
	if errors.Is(err, errAlreadyDone) {
		return bot.Nothing()
	}
	if errors.Is(err, context.DeadlineExceeded) {
		err = townhall.Errf(townhall.Conflict, "error.too_slow")
	}
	var e *townhall.Error
	if !errors.As(err, &e) || e.Code == townhall.Internal {
		return c.failed(err, nil)
	}
	args := cards.Args(e.Args)
	if c.Event.Kind == bot.KindSubmit {
		field, _ := e.Args["Field"].(string)
		if _, shown := c.Event.Values[field]; !shown {
			field = ""
		}
		return refused(bot.FieldErrors(map[string]string{field: cards.Say(c.P, e.Key, args).Plain()}))
	}
	if n, ok := unknownNumber(e); ok {
		other, found, err := c.otherKind(n)
		if err != nil {
			return c.failed(err, nil)
		}
		if found {
			return refused(c.handBack(other))
		}
	}
	m := cards.Say(c.P, e.Key, args)
	if err := c.wayOut(e, &m); err != nil {
		return c.failed(err, nil)
	}
	return refused(c.handBack(m))
}

func refused(reply bot.Reply) bot.Reply {
	reply.Outcome = bot.Refused
	return reply
}

// unknownNumber is the number of an error which says that a number belongs to
// no thing of one kind. It may belong to another.
func unknownNumber(e *townhall.Error) (townhall.Number, bool) {
	if e.Code != townhall.NotFound {
		return 0, false
	}
	switch n := e.Args["Number"].(type) {
	case townhall.Number:
		return n, true
	case townhall.IdeaID:
		return townhall.Number(n), true
	case townhall.ProjectID:
		return townhall.Number(n), true
	case townhall.WorkPackageID:
		return townhall.Number(n), true
	case townhall.HelpRequestID:
		return townhall.Number(n), true
	}
	return 0, false
}

// failed answers an error of ours: the operators get its cause under an id, and
// the person gets the id.
func (c *Call) failed(err error, panicked any) (reply bot.Reply) {
	id := token()[:8]
	c.log().Error("internal error", "id", id, "error", err, "panic", panicked)
	if words := cards.Say(c.P, "error.internal", i18n.Args{"Id": i18n.Code(id)}); c.Event.Kind == bot.KindSubmit {
		reply = bot.FieldErrors(map[string]string{"": words.Plain()})
	} else {
		reply = c.handBack(words)
	}
	reply.Outcome = bot.Failed
	return reply
}

// nobodyKnown answers when it could not even be found out who asks.
func (r *Router) nobodyKnown(ev bot.Event, err error) bot.Reply {
	c := &Call{Event: ev, Org: &townhall.Organisation{}, router: r, row: &Row{},
		P: r.catalogues.Printer(i18n.Pick(ev.Who.Language, ""), time.UTC)}
	return c.failed(fmt.Errorf("find out who asks on %s: %w", ev.Who.Tenant.Platform, err), nil)
}

// handBack answers with m and, below it, what the person had typed, so that an
// error never costs them their words.
func (c *Call) handBack(m bot.Message) bot.Reply {
	if typed := c.typed(); typed != "" {
		m.Text = m.Text.Append(c.P.Text("error.your_text", i18n.Args{"Text": typed}))
	}
	reply := bot.Private(m)
	// What was typed may be meant to stay without a name; a receipt code is.
	reply.OffRecord = c.Event.Kind == bot.KindCommand || holdsReceipt(c.Event.Text) || holdsReceipt(c.Event.Value)
	return reply
}

// typed is what the person typed, as they typed it.
func (c *Call) typed() string {
	switch c.Event.Kind {
	case bot.KindCommand:
		return c.Event.Text
	case bot.KindReply:
		return c.Event.Text
	}
	return ""
}

// wayOut adds the next step out of an error to its message.
func (c *Call) wayOut(e *townhall.Error, m *bot.Message) error {
	var row bot.Row
	switch e.Key {
	case "idea.unknown", "project.unknown", "package.unknown", "question.unknown", "decision.no_thing":
		near, kind, err := c.nearNumber(fmt.Sprint(e.Args["Number"]), kindsOf[e.Key]...)
		if err != nil {
			return err
		}
		if near != 0 {
			button := cards.ShowButton(c.P, kind, near)
			m.Text = m.Text.Append(c.P.Text("error.near", i18n.Args{"Thing": button.Label}))
			row = append(row, button)
		}
		if e.Key == "idea.unknown" {
			row = append(row, c.button("idea.search", ""))
		}
	case "idea.wrong_state", "idea.merge_target":
		if n, ok := e.Args["Number"].(townhall.IdeaID); ok {
			row = append(row, c.button("idea.show", cards.Num(n)))
		}
	case "decision.is_open", "decision.is_asked", "decision.is_counter_question", "decision.is_decided", "decision.is_withdrawn":
		if n, ok := e.Args["Number"].(townhall.Number); ok {
			row = append(row, c.button("decision.show", cards.Num(n)))
		}
	case "question.wrong_state":
		if n, ok := e.Args["Number"].(townhall.HelpRequestID); ok {
			row = append(row, c.button("question.show", cards.Num(n)))
		}
	case "question.taken", "question.taken_confidential":
		row = append(row, c.button("question.queue", ""))
	case "idea.is_merged":
		if into, ok := e.Args["Other"].(townhall.IdeaID); ok {
			row = append(row, cards.ShowButton(c.P, townhall.KindIdea, into))
		}
	default:
		row = append(append(row, c.packageWayOut(e)...), c.cohortWayOut(e)...)
	}
	if c.offersText(e) {
		asText, err := c.command.asText(c, c.Event.Text)
		if err != nil {
			return err
		}
		row = append(row, asText)
	}
	if len(row) > 0 {
		m.Rows = append(m.Rows, row)
	}
	return nil
}

// offersText reports whether the refused line might be meant as text: as an
// idea behind /idee. One with a receipt code in it is not, however badly the
// code was copied.
func (c *Call) offersText(e *townhall.Error) bool {
	switch e.Key {
	case "idea.unknown_code", "idea.too_many_codes", "idea.holds_receipt":
		return false
	}
	return c.row.Sentence && c.Event.Kind == bot.KindCommand && c.command.asText != nil &&
		len(c.Args.Text)+len(c.Args.To) > 0 && !holdsReceipt(c.Event.Text)
}

// fileButton files a line as an idea after all. A short line travels in the
// button itself; a longer one waits as a draft.
func (c *Call) fileButton(line string) (bot.Control, error) {
	label := c.P.Line("button.idea.file_as_idea", nil)
	if len(line) <= maxValue {
		return bot.Button("idea.file", line, label), nil
	}
	draft, err := c.keepDraft(draft{Title: line, Sentence: true})
	return bot.Button("idea.file_draft", draft, label), err
}

// kindsOf says of which kinds the thing is that there is not.
var kindsOf = map[string][]townhall.Kind{
	"idea.unknown": {townhall.KindIdea}, "project.unknown": {townhall.KindProject},
	"package.unknown": {townhall.KindWorkPackage}, "question.unknown": {townhall.KindHelpRequest},
	"decision.no_thing": {townhall.KindWorkPackage, townhall.KindProject},
}

// nearNumber finds a thing of some kinds whose number is one slip away from what
// was typed; 0 if there is none.
func (c *Call) nearNumber(typed string, kinds ...townhall.Kind) (near townhall.Number, kind townhall.Kind, err error) {
	err = c.View(func(tx *storage.Tx) error {
		for _, n := range numbersNear(typed) {
			other, ok, err := tx.Lookup(n)
			if err != nil {
				return err
			}
			if ok && slices.Contains(kinds, other) {
				near, kind = n, other
				return nil
			}
		}
		return nil
	})
	return near, kind, err
}

// numbersNear are the numbers that come from typed by leaving out one digit, by
// swapping two, or by changing one, in this order.
func numbersNear(typed string) []townhall.Number {
	var all []townhall.Number
	add := func(s string) {
		if n, ok := parseNumber(s); ok && s != typed {
			all = append(all, n)
		}
	}
	for i := range typed {
		add(typed[:i] + typed[i+1:])
	}
	for i := 0; i+1 < len(typed); i++ {
		add(typed[:i] + typed[i+1:i+2] + typed[i:i+1] + typed[i+2:])
	}
	for i := range typed {
		for d := '0'; d <= '9'; d++ {
			add(typed[:i] + string(d) + typed[i+1:])
		}
	}
	return all
}

// tellLate sends an answer that came after the deadline as a notice. An answer
// off the record is kept nowhere, so it cannot be sent later, and a form cannot
// open any more: the person gets a button that asks again.
func (c *Call) tellLate(reply bot.Reply) error {
	m := reply.Message()
	switch {
	case reply.Form != nil:
		again := bot.Button(c.row.Action, c.again(), c.P.Line("button.open_form", nil))
		late := cards.Say(c.P, "error.late_form", nil, bot.Row{again})
		m = &late
	case reply.OffRecord || len(reply.Errors) > 0:
		late := cards.Say(c.P, "error.late_again", nil)
		m = &late
	case m == nil:
		return nil
	}
	packed, err := cards.LateMessage(*m)
	if err != nil {
		return err
	}
	late := townhall.Notice{Kind: cards.LateKind, Values: map[string]string{"message": packed}}
	return c.router.store.Update(c.Ctx, c.Org.ID, func(tx *storage.Tx) error {
		return tx.TellPerson(c.Person.ID, late, token(), c.Now, c.Today)
	})
}

// again is the button value that runs the call's row once more.
func (c *Call) again() string {
	if c.Event.Kind == bot.KindClick || c.Event.Kind == bot.KindSelect {
		return c.Event.Value
	}
	if c.Args.Number != 0 {
		return cards.Num(c.Args.Number)
	}
	return ""
}

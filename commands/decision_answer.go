package commands

import (
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// decisionDecide decides in one line: "entscheiden 12 ja gern". Without a word
// for it the decision is shown, with its buttons; without a sentence a form asks
// for one.
func decisionDecide(c *Call) (bot.Reply, error) {
	switch {
	case c.Args.Choice == "" && c.Args.Text != "":
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "decision.bad_answer", "Number", int64(c.Args.Number))
	case c.Args.Choice == "":
		return decisionShow(c)
	case c.Args.Text != "":
		return c.decide(c.Args.Choice, c.Args.Text)
	}
	return c.router.row(c, "decision."+string(c.Args.Choice), Args{Number: c.Args.Number})(c)
}

func decisionYes(c *Call) (bot.Reply, error)     { return c.decisionStep(townhall.DecisionAnswerYes) }
func decisionNo(c *Call) (bot.Reply, error)      { return c.decisionStep(townhall.DecisionAnswerNo) }
func decisionCounter(c *Call) (bot.Reply, error) { return c.decisionStep(townhall.DecisionCounter) }
func decisionExplain(c *Call) (bot.Reply, error) { return c.decisionStep(townhall.DecisionExplain) }

// decisionWithdraw takes back what was asked.
func decisionWithdraw(c *Call) (bot.Reply, error) { return c.decide(townhall.DecisionWithdraw, "") }

// decisionStep takes a step with the sentence of the form that came back, or
// with words that waited for a click; otherwise it opens the form.
func (c *Call) decisionStep(a townhall.DecisionAction) (bot.Reply, error) {
	switch {
	case c.Event.Kind == bot.KindSubmit:
		return c.decide(a, c.value("answer"))
	case c.Args.Text != "":
		return c.decideKept(a)
	}
	v, err := c.decisionView()
	if err != nil {
		return bot.Nothing(), err
	}
	if v == nil {
		return bot.Nothing(), c.noDecision()
	}
	if err := v.Check(a, c.Person); err != nil {
		return bot.Nothing(), err
	}
	key := decisionFormKey(a)
	intro := c.P.Text(key+".form_intro", cards.DecisionArgs(*v))
	return c.form("decision."+string(a), key, State{Number: v.Thing}, intro, c.field(bot.FieldText, "answer", townhall.MaxSentence)), nil
}

// decisionFormKey is where the words of a step's form stand.
func decisionFormKey(a townhall.DecisionAction) string {
	switch a {
	case townhall.DecisionAnswerYes:
		return "decision.yes"
	case townhall.DecisionAnswerNo:
		return "decision.no"
	case townhall.DecisionCounter:
		return "decision.counter_form"
	}
	return "decision.explain"
}

// noDecision says that none hangs on the number, or that there is no such thing.
func (c *Call) noDecision() error {
	return c.View(func(tx *storage.Tx) error {
		m, err := tx.Subject(c.Args.Number, c.Today)
		if err != nil {
			return err
		}
		return townhall.Errf(townhall.Conflict, "decision.none", "Number", m.Number)
	})
}

// decideKept takes a step with words that waited for a click.
func (c *Call) decideKept(a townhall.DecisionAction) (bot.Reply, error) {
	var words string
	err := c.View(func(tx *storage.Tx) error {
		d, err := readDraft(tx, c.Args.Text)
		words = d.Title
		return err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	return c.decide(a, words)
}

// decide takes the decision of the call's number a step further.
func (c *Call) decide(a townhall.DecisionAction, words string) (reply bot.Reply, err error) {
	err = c.Update(func(tx *storage.Tx) error {
		m, err := tx.Subject(c.Args.Number, c.Today)
		if err != nil {
			return err
		}
		d, err := tx.Decision(m.Number)
		if err != nil {
			return err
		}
		if d == nil {
			return townhall.Errf(townhall.Conflict, "decision.none", "Number", m.Number)
		}
		var notices []townhall.Notice
		switch a {
		case townhall.DecisionCounter:
			notices, err = d.CounterAsk(m, c.Person, words, c.Today)
		case townhall.DecisionWithdraw:
			notices, err = d.Withdraw(m, c.Person, c.Today)
		case townhall.DecisionExplain:
			notices, err = d.Explain(m, c.Person, words, c.Today)
		default:
			notices, err = d.Decide(m, c.Person, a == townhall.DecisionAnswerYes, words, c.Today)
		}
		if err != nil {
			return err
		}
		if err := tx.SaveDecision(d); err != nil {
			return err
		}
		reply, err = c.recordDecision(tx, d, a, notices)
		return err
	})
	return reply, err
}

// decisionReply answers plain words in one's own thread about a package or
// project on which a decision hangs: they answer the counter-question; whoever
// has to decide is asked what they mean. Answered is false if the words have
// nothing to do with a decision.
func (c *Call) decisionReply() (reply bot.Reply, answered bool, err error) {
	if !c.Event.Where.Direct {
		return bot.Nothing(), false, nil
	}
	v, err := c.decisionView()
	if err != nil || v == nil {
		return bot.Nothing(), false, err
	}
	text := strings.TrimSpace(c.Event.Text)
	switch {
	case v.State == townhall.DecisionCounterQuestion && v.AskedBy == c.Person.ID:
		reply, err = c.decide(townhall.DecisionExplain, text)
		return reply, true, err
	case v.WaitsFor(c.Person):
		reply, err = c.offerDecision(v, text)
		return reply, true, err
	}
	return bot.Nothing(), false, nil
}

// offerDecision asks what words in the thread of a decision are meant as.
func (c *Call) offerDecision(v *townhall.DecisionView, text string) (bot.Reply, error) {
	var kept string
	err := c.Update(func(tx *storage.Tx) (err error) {
		kept, err = draft{Title: text, Sentence: true, Named: true}.keep(tx, c.Today)
		return err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	value := cards.Num(v.Thing) + " " + kept
	return c.say("decision.which", i18n.Args{"Number": v.Thing, "Text": text},
		bot.Row{c.button("decision.yes", value), c.button("decision.no", value), c.button("decision.counter", value)}), nil
}

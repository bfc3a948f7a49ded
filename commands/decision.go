package commands

import (
	"slices"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// decisionShow shows the last decision of a package or project; without one, the
// thing itself.
func decisionShow(c *Call) (bot.Reply, error) {
	v, err := c.decisionView()
	if err != nil {
		return bot.Nothing(), err
	}
	if v != nil {
		return c.answer(cards.Decision(c.P, *v)), nil
	}
	m, found, err := c.otherKind(c.Args.Number)
	if err == nil && !found {
		err = townhall.Errf(townhall.NotFound, "decision.no_thing", "Number", c.Args.Number)
	}
	return c.answer(m), err
}

// decisionView is the last decision about the call's number as the person sees
// it, nil if there was none.
func (c *Call) decisionView() (v *townhall.DecisionView, err error) {
	err = c.View(func(tx *storage.Tx) error {
		v, err = tx.DecisionView(c.Args.Number, c.Person)
		return err
	})
	return v, err
}

// packageDecision asks for a decision about a package or project. While a
// counter-question waits for the person, their words are its answer.
func packageDecision(c *Call) (bot.Reply, error) {
	v, err := c.decisionView()
	if err != nil {
		return bot.Nothing(), err
	}
	explains := v != nil && v.Can(townhall.DecisionExplain, c.Person)
	switch {
	case v != nil && v.Open() && slices.Contains([]string{"zurueckziehen", "withdraw"}, fold(c.Args.Text)):
		return c.router.row(c, "decision.withdraw", Args{Number: c.Args.Number})(c)
	case explains && c.Args.Text != "":
		return c.decide(townhall.DecisionExplain, c.Args.Text)
	case explains:
		return c.router.row(c, "decision.explain", c.Args)(c)
	case c.Args.Text != "":
		return c.askDecision(c.Args.Text)
	}
	return c.askDecisionForm()
}

func packageDecisionForm(c *Call) (bot.Reply, error) { return c.askDecision(c.value("text")) }

// askDecisionForm asks for the question, if it may be asked now.
func (c *Call) askDecisionForm() (bot.Reply, error) {
	var m *townhall.Subject
	err := c.View(func(tx *storage.Tx) (err error) {
		if m, err = tx.Subject(c.Args.Number, c.Today); err != nil {
			return err
		}
		last, err := tx.Decision(m.Number)
		if err != nil {
			return err
		}
		return m.CheckAsk(last, c.Person)
	})
	if err != nil {
		return bot.Nothing(), err
	}
	question := c.field(bot.FieldText, "decision", townhall.MaxSentence)
	question.ID = "text"
	intro := c.P.Text("decision.ask.form_intro", i18n.Args{"Number": m.Number, "Thing": i18n.Key("thing." + string(m.Kind)), "Title": m.Title})
	return c.form("package.decision", "decision.ask", State{Number: m.Number}, intro, question), nil
}

// askDecision puts a question to whoever backs the project.
func (c *Call) askDecision(question string) (reply bot.Reply, err error) {
	err = c.Update(func(tx *storage.Tx) error {
		m, err := tx.Subject(c.Args.Number, c.Today)
		if err != nil {
			return err
		}
		last, err := tx.Decision(m.Number)
		if err != nil {
			return err
		}
		d, notices, err := m.Ask(last, c.Person, question, c.Today)
		if err != nil {
			return err
		}
		if err := tx.CreateDecision(d); err != nil {
			return err
		}
		reply, err = c.recordDecision(tx, d, townhall.DecisionAsk, notices)
		return err
	})
	return reply, err
}

// recordDecision writes what a step leaves behind and answers with what was done.
func (c *Call) recordDecision(tx *storage.Tx, d *townhall.Decision, a townhall.DecisionAction, notices []townhall.Notice) (bot.Reply, error) {
	err := tx.Record(storage.Step{Thing: d.Thing, Action: "decision." + string(a), Notices: notices, Except: c.Person.ID, Now: c.Now, On: c.Today})
	if err != nil {
		return bot.Nothing(), err
	}
	v, err := tx.DecisionView(d.Thing, c.Person)
	if err != nil {
		return bot.Nothing(), err
	}
	key := "decision.was_decided"
	switch a {
	case townhall.DecisionAsk:
		key = "decision.was_asked"
	case townhall.DecisionCounter:
		key = "decision.was_countered"
	case townhall.DecisionExplain:
		key = "decision.was_explained"
	case townhall.DecisionWithdraw:
		return c.say("decision.was_withdrawn", cards.DecisionArgs(*v), bot.Row{cards.ShowButton(c.P, v.Kind, v.Thing)}), nil
	}
	reply := c.say(key, cards.DecisionArgs(*v), bot.Row{c.button("decision.show", cards.Num(d.Thing))})
	if m := reply.Message(); a == townhall.DecisionAsk {
		m.Text = cards.DecisionWaitsFor(c.P, *v).Append(m.Text)
	}
	return reply, nil
}

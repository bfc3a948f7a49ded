package commands

import (
	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// questionMenu is what a bare /lotse opens.
func questionMenu(c *Call) (bot.Reply, error) {
	if townhall.May(c.Person, townhall.VerbTakeQuestions, nil) != nil {
		return c.say("question.menu", nil, bot.Row{bot.Primary("question.ask", "", c.P.Line("button.question.ask", nil)), c.button("question.mine", ""),
			c.button("question.who", ""), c.button("question.charter", "")}), nil
	}
	var waiting int
	err := c.View(func(tx *storage.Tx) (err error) {
		waiting, err = tx.CountHelpRequests(storage.HelpRequestFilter{States: []townhall.HelpRequestState{townhall.HelpRequestNew}, For: c.Person})
		return err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	return c.say("question.menu_lotse", i18n.Args{"Count": waiting}, bot.Row{bot.Primary("question.queue", "", c.P.Line("button.question.queue", nil)),
		c.button("question.mine", ""), c.button("question.week", ""), c.button("question.menu_more", "")}), nil
}

// questionMenuMore is the rest of the menu of a Lotse.
func questionMenuMore(c *Call) (bot.Reply, error) {
	return c.say("question.menu_rest", nil, bot.Row{c.button("question.ask", ""), c.button("question.who", ""),
		c.button("question.charter", ""), c.button("lotsenfunk.help", "")}), nil
}

// questionShow shows one question, as far as the person may read it.
func questionShow(c *Call) (bot.Reply, error) { return c.withQuestion(cards.Question) }

// questionMore shows the rest of a question's buttons.
func questionMore(c *Call) (bot.Reply, error) { return c.withQuestion(cards.QuestionMore) }

func (c *Call) withQuestion(show func(*i18n.Printer, townhall.HelpRequestView) bot.Message) (reply bot.Reply, err error) {
	err = c.View(func(tx *storage.Tx) error {
		v, err := tx.HelpRequestView(townhall.HelpRequestID(c.Args.Number), c.Person)
		if err != nil {
			return err
		}
		if hidden(v) {
			reply = c.answer(notForYou(c.P, v))
			return nil
		}
		reply = c.answer(show(c.P, *v))
		return nil
	})
	return reply, err
}

// hidden reports whether the viewer sees nothing of the question, not even its
// topic: only Lotsen and the coordination learn that of one they may not read.
func hidden(v *townhall.HelpRequestView) bool {
	return v.Sealed && townhall.May(v.Viewer, townhall.VerbTakeQuestions, v.HelpRequest) != nil
}

// notForYou says that a number is a question of somebody else's.
func notForYou(p *i18n.Printer, v *townhall.HelpRequestView) bot.Message {
	return cards.Say(p, "number.is_help_request", i18n.Args{"Number": v.ID})
}

// questionMine lists what one has asked and what one looks after.
func questionMine(c *Call) (bot.Reply, error) {
	return c.questionList("question.mine", "question.mine", storage.HelpRequestFilter{Of: c.Person.ID, NewestFirst: true})
}

// questionQueue lists what waits for a Lotse, oldest first.
func questionQueue(c *Call) (bot.Reply, error) {
	if err := townhall.May(c.Person, townhall.VerbTakeQuestions, nil); err != nil {
		return bot.Nothing(), err
	}
	return c.questionList("question.queue", "question.queue",
		storage.HelpRequestFilter{States: []townhall.HelpRequestState{townhall.HelpRequestNew}, For: c.Person})
}

// questionList answers with a page of questions. The heading is the catalogue
// entry KEY_list.
func (c *Call) questionList(key, next string, f storage.HelpRequestFilter) (bot.Reply, error) {
	f.Limit, f.Offset = cards.PageSize, c.Args.Offset
	l := cards.QuestionList{Key: key + "_list", Next: next, Offset: f.Offset, Viewer: c.Person}
	err := c.View(func(tx *storage.Tx) (err error) {
		if l.Questions, err = tx.FindHelpRequests(f); err != nil {
			return err
		}
		l.Total, err = tx.CountHelpRequests(f)
		return err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	return c.answer(cards.Questions(c.P, l)), nil
}

// questionWho says who helps with what: all topics, or one.
func questionWho(c *Call) (bot.Reply, error) {
	topics := townhall.Topics
	if topic, ok := TopicNamed(c.Args.Text); ok {
		topics = []string{topic}
	}
	names := map[string][]string{}
	err := c.View(func(tx *storage.Tx) error {
		lotsen, err := tx.PeopleWith(townhall.RoleLotse)
		if err != nil {
			return err
		}
		departments, err := tx.Departments()
		if err != nil {
			return err
		}
		in := map[townhall.DepartmentID]string{}
		for _, d := range departments {
			in[d.ID] = d.Name
		}
		for _, p := range lotsen {
			name := p.Display
			if in[p.Department] != "" {
				name += " (" + in[p.Department] + ")"
			}
			for _, topic := range p.Topics {
				names[topic] = append(names[topic], name)
			}
		}
		return nil
	})
	if err != nil {
		return bot.Nothing(), err
	}
	return c.answer(cards.Lotsen(c.P, topics, names, bot.Row{c.button("question.ask", "")})), nil
}

// questionCharter says what Lotsen may do and what not.
func questionCharter(c *Call) (bot.Reply, error) {
	return c.say("question.charter", nil, bot.Row{c.button("question.who", ""), c.button("question.ask", "")}), nil
}

// questionWeek is a Lotse's own week. Only they see it.
func questionWeek(c *Call) (bot.Reply, error) {
	if err := townhall.May(c.Person, townhall.VerbTakeQuestions, nil); err != nil {
		return bot.Nothing(), err
	}
	var questions []*townhall.HelpRequest
	var packages []*townhall.WorkPackage
	err := c.View(func(tx *storage.Tx) (err error) {
		if questions, err = tx.FindHelpRequests(storage.HelpRequestFilter{ClaimedBy: c.Person.ID, States: townhall.OpenHelpRequests}); err != nil {
			return err
		}
		packages, err = tx.FindWorkPackages(ownPackages(c.Person.ID))
		return err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	return c.answer(cards.Week(c.P, c.Person, questions, packages)), nil
}

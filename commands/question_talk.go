package commands

import (
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// questionAnswer says something in the conversation about a question: who asked
// and who looks after it alike.
func questionAnswer(c *Call) (bot.Reply, error) {
	text := c.textOr("answer")
	if text == "" && c.Event.Kind != bot.KindSubmit {
		return c.questionForm("question.answer", townhall.HelpRequestSay, c.field(bot.FieldText, "answer", townhall.MaxSentence))
	}
	return c.talk(text)
}

// questionAmend adds to a question that nobody has claimed; afterwards the words
// go to who has.
func questionAmend(c *Call) (bot.Reply, error) {
	if c.Args.Text == "" {
		return c.questionForm("question.amend", townhall.HelpRequestAmend, c.field(bot.FieldText, "answer", townhall.MaxSentence))
	}
	return c.talk(c.Args.Text)
}

func (c *Call) talk(text string) (bot.Reply, error) {
	if err := refuseReceipt("answer", text); err != nil {
		return bot.Nothing(), err
	}
	return c.question(func(_ *storage.Tx, q *townhall.HelpRequest) (questionStep, error) {
		remark, action, notices, err := q.Say(c.Person, text, c.Today)
		key := "question.said"
		switch action {
		case townhall.HelpRequestAmend:
			key = "question.amended"
		case townhall.HelpRequestAnswer:
			key = "question.answered"
		}
		return questionStep{action: action, remark: remark, notices: notices, key: key}, err
	})
}

// questionReply answers plain words in the thread of a question. In direct
// messages they belong to the conversation. Below the card in the channel the
// Lotsen talk among themselves: nothing is passed on.
func questionReply(c *Call) (bot.Reply, error) {
	if !c.Event.Where.Direct {
		return bot.Nothing(), nil
	}
	return c.talk(strings.TrimSpace(c.Event.Text))
}

// questionAskBack asks the requester something.
func questionAskBack(c *Call) (bot.Reply, error) {
	text := c.textOr("answer")
	if text == "" && c.Event.Kind != bot.KindSubmit {
		return c.questionForm("question.ask_back", townhall.HelpRequestAskBack, c.field(bot.FieldText, "answer", townhall.MaxSentence))
	}
	if err := refuseReceipt("answer", text); err != nil {
		return bot.Nothing(), err
	}
	return c.question(func(_ *storage.Tx, q *townhall.HelpRequest) (questionStep, error) {
		remark, notices, err := q.AskBack(c.Person, text, c.Today)
		return questionStep{action: townhall.HelpRequestAskBack, remark: remark, notices: notices, key: "question.asked_back"}, err
	})
}

// questionSettle: who asked needs no answer any more.
func questionSettle(c *Call) (bot.Reply, error) {
	return c.question(func(_ *storage.Tx, q *townhall.HelpRequest) (questionStep, error) {
		notices, err := q.Settle(c.Person)
		return questionStep{action: townhall.HelpRequestSettle, notices: notices, key: "question.settled"}, err
	})
}

// questionClose: the Lotse closes it, and who asked is asked whether it helped.
func questionClose(c *Call) (bot.Reply, error) {
	return c.question(func(_ *storage.Tx, q *townhall.HelpRequest) (questionStep, error) {
		notices, err := q.Close(c.Person)
		return questionStep{action: townhall.HelpRequestClose, notices: notices, key: "question.closed"}, err
	})
}

// questionHelped: it did.
func questionHelped(c *Call) (bot.Reply, error) {
	return c.question(func(_ *storage.Tx, q *townhall.HelpRequest) (questionStep, error) {
		notices, err := q.Help(c.Person)
		return questionStep{action: townhall.HelpRequestHelp, notices: notices, key: "question.helped"}, err
	})
}

// questionReopen: it did not; words may say what is still open.
func questionReopen(c *Call) (bot.Reply, error) {
	if err := refuseReceipt("answer", c.Args.Text); err != nil {
		return bot.Nothing(), err
	}
	cal, err := c.router.calendar(c.Org)
	if err != nil {
		return bot.Nothing(), err
	}
	return c.question(func(tx *storage.Tx, q *townhall.HelpRequest) (questionStep, error) {
		if q.ClaimedBy != "" {
			claimer, err := tx.Person(q.ClaimedBy)
			if err != nil {
				return questionStep{}, err
			}
			if claimer.Gone { // everybody is asked again
				q.ClaimedBy = ""
			}
		}
		remark, notices, err := q.Reopen(c.Person, c.Args.Text, c.Today, cal)
		step := questionStep{action: townhall.HelpRequestReopen, remark: remark, notices: notices, key: "question.reopened"}
		if q.State == townhall.HelpRequestNew {
			step.action, step.key = townhall.HelpRequestReask, "question.reasked"
		}
		return step, err
	})
}

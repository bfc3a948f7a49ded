package commands

import (
	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// questionClaim claims a question. Of several people at the same moment one is
// the first; the others are told kindly.
func questionClaim(c *Call) (bot.Reply, error) {
	reply, err := c.question(func(tx *storage.Tx, q *townhall.HelpRequest) (questionStep, error) {
		if q.ClaimedBy != "" && q.ClaimedBy != c.Person.ID && townhall.May(c.Person, townhall.VerbTakeQuestions, q) == nil {
			return questionStep{}, tooLate(tx, q)
		}
		notices, err := q.Claim(c.Person)
		return questionStep{action: townhall.HelpRequestClaim, notices: notices, key: "question.claimed"}, err
	})
	if err == nil && c.Person.Muted { // the card does not come by itself
		return questionShow(c)
	}
	return reply, err
}

// tooLate says who was faster, unless the question is confidential.
func tooLate(tx *storage.Tx, q *townhall.HelpRequest) error {
	if q.Confidential {
		return townhall.Errf(townhall.Conflict, "question.taken_confidential", "Number", q.ID)
	}
	name, err := displayName(tx, q.ClaimedBy)
	if err != nil {
		return err
	}
	return townhall.Errf(townhall.Conflict, "question.taken", "Number", q.ID, "Claimer", name)
}

// questionRelease gives a question back to all Lotsen; one that was forwarded is
// brought back.
func questionRelease(c *Call) (bot.Reply, error) {
	cal, err := c.router.calendar(c.Org)
	if err != nil {
		return bot.Nothing(), err
	}
	return c.question(func(_ *storage.Tx, q *townhall.HelpRequest) (questionStep, error) {
		if q.State != townhall.HelpRequestForwarded {
			notices, err := q.Release(c.Person, c.Today, cal)
			return questionStep{action: townhall.HelpRequestRelease, notices: notices, key: "question.released"}, err
		}
		notices, err := q.Return(c.Person, c.Today, cal)
		step := questionStep{action: townhall.HelpRequestReturn, notices: notices, key: "question.returned"}
		if q.State == townhall.HelpRequestNew {
			step.action = townhall.HelpRequestRequeue
		}
		return step, err
	})
}

// questionTopic says what a question is about.
func questionTopic(c *Call) (bot.Reply, error) {
	if c.Args.Text == "" {
		return c.questionForm("question.topic", townhall.HelpRequestTopic, c.topicField())
	}
	topic, ok := TopicNamed(c.Args.Text)
	if !ok {
		return bot.Nothing(), c.unknownTopic()
	}
	return c.setTopic(topic)
}

func questionTopicForm(c *Call) (bot.Reply, error) { return c.setTopic(c.value("topic")) }

func (c *Call) setTopic(topic string) (bot.Reply, error) {
	return c.question(func(_ *storage.Tx, q *townhall.HelpRequest) (questionStep, error) {
		return questionStep{action: townhall.HelpRequestTopic, key: "question.topic_set"}, q.SetTopic(c.Person, topic)
	})
}

func (c *Call) unknownTopic() error {
	names := make([]string, len(townhall.Topics))
	for i, id := range townhall.Topics {
		names[i] = c.P.Line("topic."+id, nil)
	}
	return townhall.Errf(townhall.Invalid, "question.which_topic", "Names", names)
}

// questionForward hands a question to a configured contact.
func questionForward(c *Call) (bot.Reply, error) {
	if c.Args.To != "" {
		return c.forwardQuestion(c.Args.To)
	}
	contacts, err := c.contacts()
	if err != nil {
		return bot.Nothing(), err
	}
	var q *townhall.HelpRequest
	err = c.View(func(tx *storage.Tx) (err error) {
		q, err = tx.HelpRequest(townhall.HelpRequestID(c.Args.Number))
		return err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	to := c.field(bot.FieldSelect, "contact", 0)
	for _, contact := range contacts {
		if q.Confidential && contact.Channel != "" {
			continue
		}
		to.Options = append(to.Options, bot.Option{Value: string(contact.ID), Label: contact.Name})
	}
	step := townhall.HelpRequestForward
	if q.Confidential {
		step = townhall.HelpRequestAskConsent
	}
	return c.questionForm("question.forward", step, to)
}

func questionForwardForm(c *Call) (bot.Reply, error) { return c.forwardQuestion(c.value("contact")) }

// forwardQuestion hands the question to the contact that to begins with; what
// follows its name is said to all who take part. Who asked is asked first if the
// question is confidential.
func (c *Call) forwardQuestion(to string) (bot.Reply, error) {
	contacts, err := c.contacts()
	if err != nil {
		return bot.Nothing(), err
	}
	contact, words, ok := findContact(contacts, to)
	if !ok {
		return bot.Nothing(), unknownContact(contacts)
	}
	if err := refuseReceipt("contact", words); err != nil {
		return bot.Nothing(), err
	}
	var view *townhall.HelpRequestView
	reply, err := c.question(func(tx *storage.Tx, q *townhall.HelpRequest) (questionStep, error) {
		notices, asked, err := q.Forward(c.Person, *contact)
		if err != nil {
			return questionStep{}, err
		}
		step := questionStep{action: townhall.HelpRequestForward, notices: notices, key: "question.forwarded", contact: contact.Name}
		if asked {
			step.action, step.key = townhall.HelpRequestAskConsent, "question.consent_requested"
		}
		if words != "" {
			step.remark = &townhall.Remark{Question: q.ID, Author: c.Person.ID, Text: words, On: c.Today}
		}
		if view, err = tx.ViewHelpRequest(q, c.Person); err != nil || asked {
			return step, err
		}
		view.ContactName, view.ContactEmail = contact.Name, contact.Email
		return step, c.tellContactsChannel(tx, q, contact)
	})
	if err == nil && view.State == townhall.HelpRequestForwarded && contact.Email != "" {
		// The bot writes no e-mail: the Lotse sends it.
		m := reply.Message()
		m.Text = m.Text.Append(cards.QuestionEmail(c.P, *view))
	}
	return reply, err
}

// tellContactsChannel says the question in the channel of the contact, if it is
// one.
func (c *Call) tellContactsChannel(tx *storage.Tx, q *townhall.HelpRequest, to *townhall.Contact) error {
	if to.Channel == "" {
		return nil
	}
	n := townhall.Notice{Kind: "question.forward_here", Thing: townhall.Number(q.ID)}
	return tx.TellChannel(to.Channel, n, cards.Num(int64(q.Version)), c.Now, c.Today)
}

// questionConsent: who asked agrees that a confidential question is forwarded.
func questionConsent(c *Call) (bot.Reply, error) {
	return c.question(func(tx *storage.Tx, q *townhall.HelpRequest) (questionStep, error) {
		if err := q.Check(townhall.HelpRequestConsent, c.Person); err != nil {
			return questionStep{}, err
		}
		contact, err := tx.Contact(q.AskedContact)
		if err != nil {
			return questionStep{}, err
		}
		notices, err := q.Consent(c.Person, *contact)
		return questionStep{action: townhall.HelpRequestConsent, notices: notices, key: "question.consented", contact: contact.Name}, err
	})
}

// questionRefuse: they do not.
func questionRefuse(c *Call) (bot.Reply, error) {
	return c.question(func(_ *storage.Tx, q *townhall.HelpRequest) (questionStep, error) {
		notices, err := q.Refuse(c.Person)
		return questionStep{action: townhall.HelpRequestRefuse, notices: notices, key: "question.refused"}, err
	})
}

package commands

import (
	"slices"
	"unicode/utf8"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// questionAsk asks the words behind /lotse.
func questionAsk(c *Call) (bot.Reply, error) {
	if c.Args.Text == "" {
		return c.askForm(false)
	}
	return c.ask(c.Args.Text, "", false)
}

// questionConfidential asks the words behind "vertraulich"; without words it
// opens the form with the box ticked.
func questionConfidential(c *Call) (bot.Reply, error) {
	if c.Args.Text == "" {
		return c.askForm(true)
	}
	return c.ask(c.Args.Text, "", true)
}

func (c *Call) askForm(confidential bool) (bot.Reply, error) {
	text := c.field(bot.FieldText, "text", townhall.MaxQuestion)
	secret := c.field(bot.FieldCheck, "confidential", 0)
	secret.Optional = true
	if confidential {
		secret.Value = "true"
	}
	topic := c.topicField()
	topic.Optional = true
	return c.form("question.ask", "question.ask", State{}, c.P.Text("question.ask.form_intro", nil), text, secret, topic), nil
}

func questionAskForm(c *Call) (bot.Reply, error) {
	return c.ask(c.value("text"), c.value("topic"), c.value("confidential") == "true")
}

// questionAskDraft asks with words that waited for a click.
func questionAskDraft(c *Call) (bot.Reply, error) { return c.askKept(false) }

// questionConfidentialDraft does the same in confidence.
func questionConfidentialDraft(c *Call) (bot.Reply, error) { return c.askKept(true) }

func (c *Call) askKept(confidential bool) (reply bot.Reply, err error) {
	err = c.Update(func(tx *storage.Tx) error {
		d, err := takeDraft(tx, c.Args.Text)
		if err != nil {
			return err
		}
		reply, err = c.askIn(tx, d.Title, "", confidential)
		return err
	})
	return reply, err
}

// ask asks the Lotsen and says who sees it.
func (c *Call) ask(text, topic string, confidential bool) (reply bot.Reply, err error) {
	err = c.Update(func(tx *storage.Tx) error {
		reply, err = c.askIn(tx, text, topic, confidential)
		return err
	})
	return reply, err
}

func (c *Call) askIn(tx *storage.Tx, text, topic string, confidential bool) (bot.Reply, error) {
	if err := refuseReceipt("text", text); err != nil {
		return bot.Nothing(), err
	}
	if n := utf8.RuneCountInString(text); n > townhall.MaxQuestion {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "error.too_long", "Field", "text", "Count", n, "Most", townhall.MaxQuestion)
	}
	cal, err := c.router.calendar(c.Org)
	if err != nil {
		return bot.Nothing(), err
	}
	title, rest := townhall.TitleAndDescription(text)
	q, err := townhall.NewHelpRequest(title, rest, topic, confidential, c.Person, c.Today, cal)
	if err != nil {
		return bot.Nothing(), err
	}
	if err := tx.CreateHelpRequest(q); err != nil {
		return bot.Nothing(), err
	}
	people, err := tx.PeopleWith(townhall.RoleLotse, townhall.RoleCoordinator)
	if err != nil {
		return bot.Nothing(), err
	}
	if err := c.recordQuestion(tx, q, questionStep{action: townhall.HelpRequestAsk}); err != nil {
		return bot.Nothing(), err
	}
	return c.receipt(q, people), nil
}

// receipt says that the question has arrived, and truthfully who sees it.
func (c *Call) receipt(q *townhall.HelpRequest, people []*townhall.Person) bot.Reply {
	receivers := q.Receivers(people)
	lotsen := len(receivers) > 0 && receivers[0].Is(townhall.RoleLotse)
	if lotsen && !q.Confidential {
		receivers = slices.DeleteFunc(receivers, func(p *townhall.Person) bool { return !p.Is(townhall.RoleLotse) })
	}
	key := "question.asked"
	switch {
	case len(receivers) == 0:
		key = "question.asked_nobody"
	case q.Confidential && lotsen:
		key = "question.asked_confidential"
	case q.Confidential:
		key = "question.asked_confidential_coordination"
	case !lotsen:
		key = "question.asked_coordination"
	}
	args := i18n.Args{"Number": q.ID, "Count": len(receivers), "Until": cards.Day(q.RemindOn)}
	reply := c.say(key, args, bot.Row{c.button("question.amend", cards.Num(q.ID)), c.button("question.settle", cards.Num(q.ID))})
	m := reply.Message()
	m.About = cards.Num(q.ID)
	if c.Person.Muted { // nothing will come by itself
		m.Text = m.Text.Append(c.P.Text("question.asked_muted", nil))
	}
	return reply
}

// askButton asks a line after all. A short one travels in the button itself; a
// longer one waits as a draft.
func (c *Call) askButton(line string) (bot.Control, error) {
	label := c.P.Line("button.question.ask_lotsen", nil)
	if len(line) <= maxValue {
		return bot.Button("question.ask", line, label), nil
	}
	id, err := c.keepDraft(draft{Title: line, Sentence: true})
	return bot.Button("question.ask_draft", id, label), err
}

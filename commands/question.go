package commands

import (
	"strconv"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// questionStep is what a rule has done to a question.
type questionStep struct {
	action  townhall.HelpRequestAction
	remark  *townhall.Remark // what was said, if anything was
	notices []townhall.Notice
	key     string // the catalogue entry of the answer,
	contact string // which may name a contact
}

// question loads the question of the call, lets rule change it, saves it and
// writes what follows. It answers with the entry that the step names.
func (c *Call) question(rule func(*storage.Tx, *townhall.HelpRequest) (questionStep, error)) (reply bot.Reply, err error) {
	err = c.Update(func(tx *storage.Tx) error {
		q, err := tx.HelpRequest(townhall.HelpRequestID(c.Args.Number))
		if err != nil {
			return err
		}
		step, err := rule(tx, q)
		if err != nil {
			return err
		}
		if err := tx.SaveHelpRequest(q); err != nil {
			return err
		}
		if step.remark != nil {
			if err := tx.AddRemark(step.remark); err != nil {
				return err
			}
			step.remark.Note(step.notices)
		}
		if err := c.recordQuestion(tx, q, step); err != nil {
			return err
		}
		reply = c.saidOfQuestion(step, q)
		return nil
	})
	return reply, err
}

// saidOfQuestion answers with an entry about a question, in whose thread one can
// go on talking.
func (c *Call) saidOfQuestion(s questionStep, q *townhall.HelpRequest) bot.Reply {
	args := i18n.Args{"Number": q.ID, "Contact": s.contact, "Topic": i18n.Key("topic.unset")}
	if q.Topic != "" {
		args["Topic"] = i18n.Key("topic." + q.Topic)
	}
	if !q.RemindOn.IsZero() {
		args["Until"] = cards.Day(q.RemindOn)
	}
	row := bot.Row{c.button("question.show", cards.Num(q.ID))}
	if s.action == townhall.HelpRequestAnswer {
		row = append(row, c.button("question.close", cards.Num(q.ID)))
	}
	reply := c.say(s.key, args, row)
	reply.Message().About = cards.Num(q.ID)
	return reply
}

// recordQuestion writes what a step leaves behind.
func (c *Call) recordQuestion(tx *storage.Tx, q *townhall.HelpRequest, s questionStep) error {
	return tx.RecordQuestion(storage.QuestionStep{Question: q, Action: s.action, Notices: s.notices, Except: c.Person.ID, Now: c.Now, On: c.Today})
}

// questionForm opens a form about the question of the call for somebody who may
// send it, while the question's state allows the step.
func (c *Call) questionForm(action string, step townhall.HelpRequestAction, fields ...bot.Field) (bot.Reply, error) {
	var q *townhall.HelpRequest
	err := c.View(func(tx *storage.Tx) (err error) {
		if q, err = tx.HelpRequest(townhall.HelpRequestID(c.Args.Number)); err != nil {
			return err
		}
		return q.Check(step, c.Person)
	})
	if err != nil {
		return bot.Nothing(), err
	}
	intro := c.P.Text(action+".form_intro", i18n.Args{"Number": q.ID, "Title": q.Title})
	return c.form(action, action, State{Number: c.Args.Number}, intro, fields...), nil
}

// topicField is a select of the topics of questions.
func (c *Call) topicField() bot.Field {
	f := c.field(bot.FieldSelect, "topic", 0)
	for _, id := range townhall.Topics {
		f.Options = append(f.Options, bot.Option{Value: id, Label: c.P.Line("topic."+id, nil)})
	}
	return f
}

// aboutNumber is the number of the thing that the message is about in whose
// thread something was said; 0 if it is about none. It is worth no more than a
// number that somebody typed.
func aboutNumber(ev bot.Event) townhall.Number {
	n, err := strconv.ParseInt(ev.About, 10, 32)
	if err != nil || n < 0 {
		return 0
	}
	return townhall.Number(n)
}

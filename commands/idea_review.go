package commands

import (
	"strconv"
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// ideaReview takes an idea into review; without a number it lists what waits.
func ideaReview(c *Call) (bot.Reply, error) {
	if c.Args.Number == 0 {
		return ideaQueue(c)
	}
	return c.change(townhall.IdeaReview, "idea.in_review", func(_ *storage.Tx, idea *townhall.Idea) ([]townhall.Notice, error) {
		return idea.Review(c.Person)
	})
}

// ideaAsk asks the author something.
func ideaAsk(c *Call) (bot.Reply, error) {
	text := c.textOr("answer")
	if text == "" && c.Event.Kind != bot.KindSubmit {
		return c.sentenceForm("idea.ask", "answer")
	}
	key := "idea.asked"
	return c.changeSaying(townhall.IdeaAsk, &key, func(_ *storage.Tx, idea *townhall.Idea) ([]townhall.Notice, error) {
		switch {
		case idea.Anonymous:
			key = "idea.asked_anonymous"
		case idea.Author == "": // a citizen's; there is no way back to them yet
			key = "idea.asked_citizen"
		}
		return idea.Ask(c.Person, text)
	})
}

// ideaAccept accepts an idea, or is the first of two people to do so.
func ideaAccept(c *Call) (bot.Reply, error) {
	key := "idea.accepted"
	return c.changeSaying(townhall.IdeaAccept, &key, func(_ *storage.Tx, idea *townhall.Idea) ([]townhall.Notice, error) {
		notices, accepted, err := idea.Accept(c.Person, c.Today)
		if !accepted {
			key = "idea.consented"
		}
		return notices, err
	})
}

// ideaDecline declines an idea with a reason.
func ideaDecline(c *Call) (bot.Reply, error) {
	text := c.textOr("reason")
	if text == "" && c.Event.Kind != bot.KindSubmit {
		return c.sentenceForm("idea.decline", "reason")
	}
	return c.change(townhall.IdeaDecline, "idea.declined", func(_ *storage.Tx, idea *townhall.Idea) ([]townhall.Notice, error) {
		return idea.Decline(c.Person, text, c.Today)
	})
}

// ideaPark puts an idea aside until a day.
func ideaPark(c *Call) (bot.Reply, error) {
	switch {
	case c.Args.BadDate != "":
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "error.bad_date", "Text", c.Args.BadDate)
	case c.Args.Date.IsZero():
		return c.formAbout("idea.park", c.field(bot.FieldDate, "until", 0))
	}
	return c.park(c.Args.Date)
}

func ideaParkForm(c *Call) (bot.Reply, error) {
	until, ok := ParseDate(c.value("until"), c.Today)
	if !ok {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "error.bad_date", "Text", c.value("until"), "Field", "until")
	}
	return c.park(until)
}

func (c *Call) park(until townhall.Date) (bot.Reply, error) {
	return c.change(townhall.IdeaPark, "idea.parked", func(_ *storage.Tx, idea *townhall.Idea) ([]townhall.Notice, error) {
		return idea.Park(c.Person, until, c.Today)
	})
}

// ideaForward hands an idea to a configured contact.
func ideaForward(c *Call) (bot.Reply, error) {
	if err := townhall.May(c.Person, townhall.VerbReview, nil); err != nil {
		return bot.Nothing(), err
	}
	if c.Args.To != "" {
		return c.forward(c.Args.To, "")
	}
	contacts, err := c.contacts()
	if err != nil {
		return bot.Nothing(), err
	}
	to := c.field(bot.FieldSelect, "contact", 0)
	for _, contact := range contacts {
		to.Options = append(to.Options, bot.Option{Value: string(contact.ID), Label: contact.Name})
	}
	reason := c.field(bot.FieldText, "reason", townhall.MaxSentence)
	reason.Optional = true
	return c.formAbout("idea.forward", to, reason)
}

func ideaForwardForm(c *Call) (bot.Reply, error) {
	return c.forward(c.value("contact"), c.value("reason"))
}

// forward hands the idea to the contact that to begins with; what follows its
// name is the reason, unless one is given.
func (c *Call) forward(to, reason string) (bot.Reply, error) {
	contacts, err := c.contacts()
	if err != nil {
		return bot.Nothing(), err
	}
	contact, rest, ok := findContact(contacts, to)
	if !ok {
		return bot.Nothing(), unknownContact(contacts)
	}
	if reason == "" {
		reason = rest
	}
	var idea *townhall.Idea
	reply, err := c.change(townhall.IdeaForward, "idea.forwarded", func(_ *storage.Tx, i *townhall.Idea) ([]townhall.Notice, error) {
		idea = i
		return i.Forward(c.Person, *contact, reason, c.Today)
	})
	if err != nil || contact.Email == "" {
		return reply, err
	}
	// The bot writes no e-mail: whoever forwards the idea sends it.
	link := i18n.Link{URL: cards.Mailto(c.P, contact.Email, idea), Words: contact.Email}
	m := reply.Message()
	m.Text = m.Text.Append(c.P.Text("idea.forward_email", i18n.Args{"Contact": contact.Name, "Email": link}))
	return reply, nil
}

// unknownContact names the contacts that there are.
func unknownContact(contacts []*townhall.Contact) error {
	names := make([]string, len(contacts))
	for i, known := range contacts {
		names[i] = known.Name
	}
	return townhall.Errf(townhall.Invalid, "contact.unknown", "Names", names, "Field", "contact")
}

// contacts are those that the town has set up; having none is an error.
func (c *Call) contacts() (contacts []*townhall.Contact, err error) {
	err = c.View(func(tx *storage.Tx) error {
		contacts, err = tx.Contacts()
		return err
	})
	if err == nil && len(contacts) == 0 {
		err = townhall.Errf(townhall.Conflict, "contact.none")
	}
	return contacts, err
}

// findContact finds the contact whose id or name to begins with, the longest
// one first, or, if there is none, the only one whose name begins with to.
func findContact(contacts []*townhall.Contact, to string) (found *townhall.Contact, rest string, ok bool) {
	best := 0
	typed := fold(to)
	for _, contact := range contacts {
		for _, name := range []string{string(contact.ID), contact.Name} {
			tail, is := strings.CutPrefix(typed, fold(name))
			if !is || len(name) <= best || (tail != "" && !strings.ContainsAny(tail[:1], " ,:.;-\n")) {
				continue
			}
			best, found, ok = len(name), contact, true
			rest = strings.TrimLeft(to[len(to)-min(len(tail), len(to)):], " ,:.;-\n")
		}
	}
	if ok {
		return found, rest, true
	}
	matches := 0
	for _, contact := range contacts {
		if strings.HasPrefix(fold(contact.Name), typed) || strings.HasPrefix(fold(string(contact.ID)), typed) {
			found = contact
			matches++
		}
	}
	return found, "", matches == 1
}

// ideaMerge puts an idea into another one.
func ideaMerge(c *Call) (bot.Reply, error) {
	if c.Args.Other == 0 {
		into := c.field(bot.FieldLine, "into", 12)
		return c.formAbout("idea.merge", into)
	}
	return c.merge(c.Args.Other)
}

func ideaMergeForm(c *Call) (bot.Reply, error) {
	into, ok := parseNumber(c.value("into"))
	if !ok {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "error.bad_number", "Field", "into")
	}
	return c.merge(into)
}

// merge writes the notices while the supporters are still the merged idea's
// own; then votes and followers move, and its author follows the other one.
func (c *Call) merge(number townhall.Number) (reply bot.Reply, err error) {
	err = c.Update(func(tx *storage.Tx) error {
		idea, err := tx.Idea(townhall.IdeaID(c.Args.Number))
		if err != nil {
			return err
		}
		into, err := endOfChain(tx, townhall.IdeaID(number))
		if err != nil {
			return err
		}
		notices, err := idea.Merge(c.Person, into, c.Today)
		if err != nil {
			return err
		}
		if err := tx.SaveIdea(idea); err != nil {
			return err
		}
		if err := c.record(tx, idea, townhall.IdeaMerge, nil, notices); err != nil {
			return err
		}
		if err := tx.MergeSupport(idea, into); err != nil {
			return err
		}
		reply = c.say("idea.merged", i18n.Args{"Number": idea.ID, "Other": into.ID, "Count": into.Votes},
			bot.Row{c.button("idea.show", cards.Num(into.ID))})
		return tx.RefreshIdea(into, c.Now, c.Today)
	})
	return reply, err
}

// endOfChain follows merged ideas to the one that stands.
func endOfChain(tx *storage.Tx, id townhall.IdeaID) (*townhall.Idea, error) {
	for {
		idea, err := tx.Idea(id)
		if err != nil || idea.State != townhall.IdeaMerged {
			return idea, err
		}
		id = idea.MergedInto
	}
}

// ideaRate notes effort and benefit.
func ideaRate(c *Call) (bot.Reply, error) {
	if c.Args.Effort == 0 && c.Args.Benefit == 0 {
		effort, benefit := c.field(bot.FieldSelect, "effort", 0), c.field(bot.FieldSelect, "benefit", 0)
		for n := 1; n <= 5; n++ {
			value := strconv.Itoa(n)
			effort.Options = append(effort.Options, bot.Option{Value: value, Label: c.P.Line("rating."+value, nil)})
		}
		benefit.Options = effort.Options
		return c.formAbout("idea.rate", effort, benefit)
	}
	return c.rate(c.Args.Effort, c.Args.Benefit)
}

func ideaRateForm(c *Call) (bot.Reply, error) {
	effort, _ := strconv.Atoi(c.value("effort"))
	benefit, _ := strconv.Atoi(c.value("benefit"))
	return c.rate(effort, benefit)
}

func (c *Call) rate(effort, benefit int) (bot.Reply, error) {
	return c.change(townhall.IdeaRate, "idea.rated", func(_ *storage.Tx, idea *townhall.Idea) ([]townhall.Notice, error) {
		return nil, idea.Rate(c.Person, effort, benefit)
	})
}

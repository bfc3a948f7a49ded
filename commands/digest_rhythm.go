package commands

import (
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// digestSetting is what somebody has set about their Wochenstand.
type digestSetting struct {
	plan  *townhall.DigestPlan
	usual townhall.DigestRhythm // of their role
	own   []*townhall.Project   // that they lead or back, and that go on
}

// digestSetting finds what the person has set, and the usual. Whoever has set
// nothing and was due nothing yet begins now.
func (c *Call) digestSetting(tx *storage.Tx) (s digestSetting, err error) {
	if s.plan, err = tx.DigestPlan(c.Person.ID); err != nil {
		return s, err
	}
	if s.plan == nil {
		s.plan = &townhall.DigestPlan{Person: c.Person.ID, Due: c.Now}
	}
	cohorts, err := tx.Cohorts(c.Person.ID)
	if err != nil {
		return s, err
	}
	defaults := c.Org.Digests.Over(c.router.Digests).Over(townhall.UsualDigests)
	s.usual = defaults.For(c.Person, townhall.CohortRuns(cohorts, c.Org.ID, c.Today))
	s.own, err = tx.FindProjects(storage.ProjectFilter{Of: c.Person.ID,
		States: []townhall.ProjectState{townhall.ProjectPlanned, townhall.ProjectActive, townhall.ProjectPaused}})
	return s, err
}

// check refuses whoever gets no Wochenstand.
func (s digestSetting) check(p *townhall.Person) error {
	return townhall.DigestScopeOf(p, s.own).Check()
}

// digestRhythm shows when the Wochenstand comes.
func digestRhythm(c *Call) (reply bot.Reply, err error) {
	err = c.View(func(tx *storage.Tx) error {
		s, err := c.digestSetting(tx)
		if err == nil {
			err = s.check(c.Person)
		}
		if err == nil {
			reply, err = c.rhythmCard(tx, "digest.rhythm", s)
		}
		return err
	})
	return reply, err
}

// rhythmCard says when the Wochenstand comes, as it is set now.
func (c *Call) rhythmCard(tx *storage.Tx, key string, s digestSetting) (bot.Reply, error) {
	r, err := c.rhythm(tx, s)
	if err != nil {
		return bot.Nothing(), err
	}
	return c.answer(cards.DigestRhythm(c.P, key, r)), nil
}

// rhythm is when the Wochenstand comes, as it is set now.
func (c *Call) rhythm(tx *storage.Tx, s digestSetting) (r cards.Rhythm, err error) {
	r = cards.Rhythm{DigestRhythm: s.plan.Rhythmic(s.usual), Off: s.plan.Off}
	if s.plan.Paused(c.Today) {
		r.PausedUntil = s.plan.PausedUntil
	}
	zone := c.Person.Clock(c.zone)
	next := s.plan.Next(s.usual, zone)
	if next.IsZero() {
		return r, nil
	}
	if next.Before(c.Now) { // it is due and on its way
		next = c.Now.In(zone)
	}
	settings, err := tx.Settings(c.Person.ID)
	if err != nil {
		return r, err
	}
	cal, err := c.router.calendar(c.Org)
	if err != nil {
		return r, err
	}
	r.Next = townhall.NextMomentAt(settings, cal, next, r.Hour())
	return r, nil
}

// setDigest changes what is set about the person's Wochenstand by a rule, and says
// what was done, by its key, and what is so now.
func (c *Call) setDigest(change func(s digestSetting) (key string, err error)) (reply bot.Reply, err error) {
	err = c.Update(func(tx *storage.Tx) error {
		s, err := c.digestSetting(tx)
		if err != nil {
			return err
		}
		if err := s.check(c.Person); err != nil {
			return err
		}
		key, err := change(s)
		if err != nil {
			return err
		}
		if err := tx.SaveDigestPlan(s.plan); err != nil {
			return err
		}
		reply, err = c.rhythmCard(tx, key, s)
		return err
	})
	return reply, err
}

// digestSubscribe sets day and time: "mo 8:00", "alle zwei wochen fr 13.30",
// "monatlich". Alone it asks by a form.
func digestSubscribe(c *Call) (bot.Reply, error) {
	if c.Args.Text == "" {
		return c.subscribeForm()
	}
	asked, err := readRhythm(c.Args.Text)
	if err != nil {
		return bot.Nothing(), err
	}
	return c.subscribe(asked)
}

// subscribe takes what was asked for. What was left open stays as it is, or is
// Monday at 8.
func (c *Call) subscribe(asked askedRhythm) (bot.Reply, error) {
	return c.setDigest(func(s digestSetting) (string, error) {
		now := s.plan.Rhythmic(s.usual)
		hour, days := now.Hour(), townhall.DaysOf(now.Weekdays()...)
		if now.None() {
			hour = townhall.FirstHour
		}
		if asked.timed {
			hour = asked.at
		}
		if days == 0 {
			days = townhall.DaysOf(time.Monday)
		}
		if asked.days != 0 {
			days = asked.days
		}
		r, err := townhall.MonthlyDigest(hour)
		if !asked.monthly {
			r, err = townhall.WeeklyDigest(days, hour, asked.weeks)
		}
		if err == nil {
			s.plan.Subscribe(r, c.Now)
		}
		return "digest.subscribed", err
	})
}

func (c *Call) subscribeForm() (reply bot.Reply, err error) {
	err = c.View(func(tx *storage.Tx) error {
		s, err := c.digestSetting(tx)
		if err != nil {
			return err
		}
		if err := s.check(c.Person); err != nil {
			return err
		}
		now := s.plan.Rhythmic(s.usual)
		every, days, at := c.field(bot.FieldSelect, "digest_every", 0), c.field(bot.FieldLine, "digest_days", 60), c.field(bot.FieldLine, "digest_at", 10)
		every.ID, days.ID, at.ID = "every", "days", "at"
		every.Value = "weekly"
		for _, word := range rhythms {
			every.Options = append(every.Options, bot.Option{Value: word, Label: c.P.Line("option.digest_every."+word, nil)})
		}
		switch {
		case now.Monthly():
			every.Value = "monthly"
		case now.Weeks > 1:
			every.Value = "fortnightly"
		}
		days.Optional, days.Value, at.Value = true, cards.ShortDays(c.P, now.Weekdays()), townhall.FirstHour.String()
		if !now.None() {
			at.Value = now.Hour().String()
		}
		reply = c.form("digest.subscribe", "digest.rhythm", State{}, c.P.Text("digest.rhythm.form_intro", nil), every, days, at)
		return nil
	})
	return reply, err
}

// rhythms are how often a Wochenstand can come.
var rhythms = []string{"weekly", "fortnightly", "monthly"}

func digestSubscribeForm(c *Call) (bot.Reply, error) {
	asked := askedRhythm{monthly: c.value("every") == "monthly", timed: true, weeks: 1}
	if c.value("every") == "fortnightly" {
		asked.weeks = 2
	}
	var ok bool
	if asked.at, ok = parseHour(c.value("at")); !ok {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "digest.usage", "Field", "at")
	}
	if days := c.value("days"); days != "" && !asked.monthly {
		read, err := readRhythm(days)
		if err != nil {
			return bot.Nothing(), err
		}
		asked.days = read.days
	}
	return c.subscribe(asked)
}

// digestLess makes it rarer by one step.
func digestLess(c *Call) (bot.Reply, error) {
	return c.setDigest(func(s digestSetting) (string, error) { return "digest.made_rarer", s.plan.GetLess(s.usual, c.Now) })
}

// digestPause lets nothing come for a while; in a pause it goes on.
func digestPause(c *Call) (bot.Reply, error) {
	until, ok := readPause(c.Args.Text, c.Today)
	if !ok {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "digest.bad_pause", "Text", c.Args.Text)
	}
	return c.setDigest(func(s digestSetting) (string, error) {
		if until.IsZero() && s.plan.Paused(c.Today) {
			return "digest.resumed", s.plan.Resume(s.usual, c.Now)
		}
		return "digest.pausing", s.plan.Pause(s.usual, until, c.Today)
	})
}

// digestResume ends a pause, or has it come again.
func digestResume(c *Call) (bot.Reply, error) {
	return c.setDigest(func(s digestSetting) (string, error) { return "digest.resumed", s.plan.Resume(s.usual, c.Now) })
}

// digestOff lets nothing come any more.
func digestOff(c *Call) (bot.Reply, error) {
	return c.setDigest(func(s digestSetting) (string, error) {
		s.plan.TurnOff()
		return "digest.turned_off", nil
	})
}

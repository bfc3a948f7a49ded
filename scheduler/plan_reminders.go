package scheduler

import (
	"fmt"

	"lotsenfunk/bot"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// decideWithin is how many working days a decision may wait before whoever is to
// make it is reminded.
const decideWithin = 5

// occasion is one reason to remind people: what for, which one of its kind and
// thing, on which day.
type occasion struct {
	kind   string
	thing  townhall.Number
	which  string // also told as the value "occurrence", to be checked before it is sent
	on     townhall.Date
	until  townhall.Date // the last day on which it helps; no day is as long as it is true
	today  bool          // it is about the very day, or somebody waits: not counted
	values map[string]string
}

// to plans the reminder for somebody, as what they are to the thing.
func (f facts) to(p townhall.PersonID, as townhall.Audience, o occasion) planned {
	n := f.notice(o, as, string(p))
	n.Person = p
	return planned{at: n.Due, until: n.Until, remind: n}
}

// in plans the reminder for a channel.
func (f facts) in(c townhall.ChannelID, o occasion) planned {
	n := f.notice(o, townhall.ToChannel, "#"+string(c))
	n.Channel = c
	return planned{at: n.Due, until: n.Until, remind: n}
}

func (f facts) notice(o occasion, as townhall.Audience, receiver string) *storage.Notice {
	values := map[string]string{"to": string(as), "occurrence": o.which}
	for name, v := range o.values {
		values[name] = v
	}
	n := &storage.Notice{Key: bot.Key(fmt.Sprintf("%s/%d/%s/%s", o.kind, o.thing, o.which, receiver)), Class: storage.ClassReminder,
		Kind: o.kind, Thing: o.thing, Values: values, Due: f.hour(o.on), On: o.on}
	if !o.until.IsZero() {
		n.Until = o.until.At(int(townhall.LastHour)/60, 0, f.zone)
	}
	if o.today {
		n.Today = o.on
	}
	return n
}

// decisionReminders remind whoever a decision waits for, once each time that it
// was asked for: those who decide, or the asker of an answer to what they were
// asked first.
func (f facts) decisionReminders(d *townhall.DecisionView) (all []planned) {
	o := occasion{kind: "decision.reminder", thing: d.Thing, which: decisionOccurrence(d), today: true, on: f.cal.AddWorkdays(d.AskedOn, decideWithin),
		values: map[string]string{"title": d.Title, "kind": string(d.Kind), "question": d.Question, "asked_on": d.AskedOn.String()}}
	switch d.State {
	case townhall.DecisionAsked:
		for _, p := range (&townhall.Subject{Leadership: f.leadership}).Deciders(d.Decision) {
			all = append(all, f.to(p, townhall.ToDecider, o))
		}
	case townhall.DecisionCounterQuestion:
		last := d.Counter[len(d.Counter)-1]
		if last.On.IsZero() || d.AskedBy == "" {
			return nil
		}
		o.kind, o.on = "decision.unanswered", f.cal.AddWorkdays(last.On, decideWithin)
		o.values["counter"], o.values["asked_on"] = last.Question, last.On.String()
		all = append(all, f.to(d.AskedBy, townhall.ToAsker, o))
	}
	return all
}

// decisionOccurrence names the round in which a decision waits.
func decisionOccurrence(d *townhall.DecisionView) string {
	return fmt.Sprintf("%d/%d", d.ID, d.Round())
}

// questionReminders remind of a question that nobody has claimed: its channel, or
// of a confidential one those who may claim it; and as many working days later
// the coordination.
func (f facts) questionReminders(q *townhall.HelpRequest) (all []planned) {
	if q.State != townhall.HelpRequestNew || q.RemindOn.IsZero() {
		return nil
	}
	first := occasion{kind: "question.reminder", thing: townhall.Number(q.ID), which: q.RemindOn.String(), on: q.RemindOn,
		until: f.cal.AddWorkdays(q.RemindOn, townhall.ClaimWithin)}
	if !q.Confidential && f.lotsen != "" {
		all = append(all, f.in(f.lotsen, first))
	} else {
		for _, p := range q.Receivers(f.guides) {
			all = append(all, f.to(p.ID, townhall.ToPerson, first))
		}
	}
	second := first
	second.kind, second.until, second.on = "question.overdue", townhall.Date{}, f.cal.AddWorkdays(q.RemindOn, townhall.ClaimWithin)
	for _, p := range f.guides {
		if p.Is(townhall.RoleCoordinator) && p.ID != q.RequestedBy {
			all = append(all, f.to(p.ID, townhall.ToPerson, second))
		}
	}
	return all
}

// mandateEnds is how many days before its end whoever gave a mandate hears of it
// for the first time.
const mandateEnds = 14

// mandateReminders remind whoever gave a mandate that it ends: two weeks before,
// and on the last working day before its last. One that was given for so short a
// time that they know it still is spared the first.
func (f facts) mandateReminders(m *townhall.Mandate) (all []planned) {
	o := occasion{kind: "mandate.ends", thing: townhall.Number(m.Project), until: m.Until, values: map[string]string{"until": m.Until.String(), "text": m.Text}}
	if m.Project == 0 {
		o.kind = "mandate.programme_ends"
	}
	first := f.cal.AddWorkdays(m.Until.AddDays(1-mandateEnds), -1) // two weeks before, or the workday before that
	last := f.cal.AddWorkdays(m.Until, -1)
	for _, on := range []townhall.Date{first, last} {
		if m.GivenOn.Before(on) {
			o.which, o.on = m.Until.String()+"/"+on.String(), on
			all = append(all, f.to(m.GivenBy, townhall.ToPerson, o))
		}
	}
	return all
}

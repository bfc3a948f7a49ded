package storage

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/townhall"
)

// CohortStep is what was done to a cohort or in it, and who is to hear of it.
type CohortStep struct {
	Key    townhall.CohortKey
	Action string // "cohort.move"
	// Unlogged names a step that leaves no event, because it says how somebody gets
	// on or that they cannot come. It cannot be guessed and is in the notices' keys.
	Unlogged string
	Notices  []townhall.Notice
	Except   townhall.PersonID // who did it, in this town, and so need not be told
	Now      time.Time
	On       townhall.Date
	// Due and Until say from when until when it is said, as what can wait. The zero
	// time says it at once.
	Due, Until time.Time
}

// RecordCohort writes what a step leaves behind: an event in the log of this town,
// and a notice for each person concerned, with the town that each is from.
func (t *Tx) RecordCohort(step CohortStep) error {
	s, err := t.shared(step.Key)
	if err != nil {
		return err
	}
	name := step.Unlogged
	if name == "" {
		event := &Event{Action: step.Action, On: step.On, At: step.Now, Data: map[string]string{"cohort": step.Key.String()}}
		if err := t.AppendEvent(event); err != nil {
			return err
		}
		name = event.Key()
	}
	type fact struct {
		to   townhall.Member
		kind string
	}
	told := map[fact]bool{}
	byTown := map[townhall.OrgID][]Notice{}
	for _, n := range step.Notices {
		if n.To == townhall.ToChannel {
			if err := s.announce(byTown, step.notice(n, "", t.org, name)); err != nil {
				return err
			}
			continue
		}
		people, err := s.receivers(n)
		if err != nil {
			return err
		}
		for _, p := range people {
			one := fact{townhall.Member{Org: n.Org, Person: p}, n.Kind}
			if told[one] || one.to == (townhall.Member{Org: t.org, Person: step.Except}) {
				continue
			}
			told[one] = true
			byTown[n.Org] = append(byTown[n.Org], step.notice(n, p, t.org, name))
		}
	}
	for _, town := range slices.Sorted(maps.Keys(byTown)) {
		if err := s.tell(town, byTown[town]...); err != nil {
			return err
		}
	}
	return nil
}

// notice is a notice to one person about the step, which has a name in the town
// that took it.
func (step CohortStep) notice(n townhall.Notice, to townhall.PersonID, town townhall.OrgID, name string) Notice {
	one := Notice{Key: bot.Key(fmt.Sprintf("%s/%s/%s/%s/%s", n.Kind, step.Key, town, name, to)), Class: ClassAnswer, Person: to,
		Kind: n.Kind, Values: maps.Clone(n.Values), Due: step.Now, On: step.On}
	if !step.Due.IsZero() {
		one.Class, one.Due, one.Until = ClassReminder, step.Due, step.Until
	}
	if one.Values == nil {
		one.Values = map[string]string{}
	}
	one.Values["to"] = string(n.To)
	if n.Kind != townhall.KindUninvite { // who hears that finds no cohort any more
		one.Values["cohort"] = step.Key.String()
	}
	return one
}

// announce adds a notice for the channel of the programme of each town that has
// one.
func (s *shared) announce(byTown map[townhall.OrgID][]Notice, n Notice) error {
	for _, id := range s.towns {
		town, err := s.in(id)
		if err != nil {
			return err
		}
		channel, ok, err := town.ChannelFor(townhall.PurposeCohort)
		if err != nil {
			return err
		}
		if ok {
			one := n
			one.Key, one.Channel = n.Key+bot.Key("#"+channel.ID), channel.ID
			byTown[id] = append(byTown[id], one)
		}
	}
	return nil
}

// receivers are the people of its town whom a notice is for.
func (s *shared) receivers(n townhall.Notice) ([]townhall.PersonID, error) {
	switch n.To {
	case townhall.ToParticipant, townhall.ToWaiting:
		return []townhall.PersonID{n.Person}, nil
	case townhall.ToCoordination, townhall.ToTeamLead:
		town, err := s.in(n.Org)
		if err != nil {
			return nil, err
		}
		if n.To == townhall.ToCoordination {
			return town.idsWith(townhall.RoleCoordinator)
		}
		var ids []townhall.PersonID
		leads, err := town.PeopleWith(townhall.RoleTeamLead)
		for _, p := range leads {
			if p.Department != "" && string(p.Department) == n.Values["department"] {
				ids = append(ids, p.ID)
			}
		}
		return ids, err
	}
	return nil, fmt.Errorf("notice %s: nobody knows who %q are", n.Kind, n.To)
}

// leaveCohorts takes somebody who leaves this town out of the cohorts they are in,
// whoever hosts them, and forgets how they got on.
func (t *Tx) leaveCohorts(person townhall.PersonID, now time.Time, on townhall.Date) error {
	all, err := t.Cohorts(person)
	if err != nil {
		return err
	}
	for _, b := range all {
		if b.Mine != townhall.ParticipationJoined && b.Mine != townhall.ParticipationWaiting {
			continue
		}
		v, err := t.CohortView(b.CohortKey, nil)
		if err != nil {
			return err
		}
		v.Pass(on)
		m := townhall.Member{Org: t.org, Person: person}
		notices, err := v.Drop(m, v.Names[m], now)
		if err != nil {
			return err
		}
		if err := t.SaveCohort(v.Cohort); err != nil {
			return err
		}
		step := CohortStep{Key: b.CohortKey, Action: "cohort.leave", Notices: notices, Except: person, Now: now, On: on}
		if err := t.RecordCohort(step); err != nil {
			return err
		}
	}
	for _, query := range []string{
		`delete from check_in where town = :org and person = :person`,
		`delete from calendar_feed where org_id = :org and person = :person`,
	} {
		if _, err := t.exec(query, args{"person": person}); err != nil {
			return err
		}
	}
	return nil
}

// forgetCohorts deletes what people said of a working phase after a while, and a
// year after a cohort is over who took part in it, whatever town they are from.
func (t *Tx) forgetCohorts(today townhall.Date, checkIns, members int) error {
	const over = `(select id from cohort where cohort.org_id = :org and not exists (select 1 from occurrence
		where occurrence.org_id = :org and occurrence.cohort = cohort.id and occurrence.day >= :before))`
	for _, step := range []struct {
		query string
		days  int
	}{
		{`delete from check_in where org_id = :org and day < :before`, checkIns},
		{`delete from notice where org_id = :org and kind like 'check_in.%' and state <> 'due' and day < :before`, checkIns},
		{`delete from survey_answered where org_id = :org and exists (select 1 from survey where survey.org_id = :org
			and survey.cohort = survey_answered.cohort and survey.phase = survey_answered.phase and closes < :before)`, checkIns},
		{`delete from calendar_feed where host = :org and cohort in ` + over, members},
		{`delete from participant where org_id = :org and cohort in ` + over, members},
	} {
		if _, err := t.exec(step.query, args{"before": isoDate(today.AddDays(-step.days))}); err != nil {
			return err
		}
	}
	return nil
}

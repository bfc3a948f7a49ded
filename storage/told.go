package storage

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/townhall"
)

// IdeaStep is one step in the life of an idea and who is to hear of it.
type IdeaStep struct {
	Idea    *townhall.Idea
	Action  townhall.IdeaAction
	Data    map[string]string
	Notices []townhall.Notice
	// Except is who did it, and so need not be told. It is empty whenever it
	// would tell who the author of an anonymous idea is.
	Except townhall.PersonID
	// Now is the moment of the step, zero where only the day may be kept.
	Now time.Time
	On  townhall.Date
}

// RecordIdea writes what a step leaves behind: the event, one notice for each
// person concerned, and the refresh of the idea's card in its channel.
func (t *Tx) RecordIdea(s IdeaStep) error {
	event := &Event{Thing: townhall.Number(s.Idea.ID), Action: "idea." + string(s.Action), On: s.On, At: s.Now, Data: s.Data}
	if s.Action == townhall.IdeaFile {
		event.Seq = 1
	}
	if err := t.AppendEvent(event); err != nil {
		return err
	}
	around, err := t.Around("")
	if err != nil {
		return err
	}
	channel, shown := around.Channel, around.Channel != ""
	var all []Notice
	told := map[townhall.PersonID]bool{s.Except: true, "": true}
	for _, n := range personFirst(s.Notices) {
		if n.To == townhall.ToChannel {
			if shown {
				all = append(all, notice(event, n, "", channel, s))
			}
			continue
		}
		people, err := t.receivers(around, s.Idea, n)
		if err != nil {
			return err
		}
		for _, p := range people {
			if !told[p] {
				told[p] = true
				all = append(all, notice(event, n, p, "", s))
			}
		}
	}
	if shown {
		all = append(all, refresh(s.Idea, channel, s.Now, s.On))
	}
	return t.Enqueue(all...)
}

// personFirst puts what is meant for one person before what is meant for many:
// each hears of a step once, and who now leads a project hears that of it.
func personFirst(notices []townhall.Notice) []townhall.Notice {
	var one, many []townhall.Notice
	for _, n := range notices {
		if n.To == townhall.ToPerson {
			one = append(one, n)
		} else {
			many = append(many, n)
		}
	}
	return append(one, many...)
}

// notice is the notice n for one receiver, a person or a channel.
func notice(e *Event, n townhall.Notice, person townhall.PersonID, channel townhall.ChannelID, s IdeaStep) Notice {
	values := maps.Clone(n.Values)
	if values == nil {
		values = map[string]string{}
	}
	values["to"] = string(n.To)
	receiver := string(person)
	if channel != "" {
		receiver = "#" + string(channel)
	}
	return Notice{Key: bot.Key(e.Key() + "/" + receiver), Class: ClassAnswer, Person: person, Channel: channel,
		Kind: n.Kind, Thing: n.Thing, Values: values, Due: s.Now, On: s.On}
}

// receivers are the people whom an audience means.
func (t *Tx) receivers(around *Around, i *townhall.Idea, n townhall.Notice) ([]townhall.PersonID, error) {
	switch n.To {
	case townhall.ToAuthor:
		return []townhall.PersonID{i.Author}, nil
	case townhall.ToPerson, townhall.ToLead, townhall.ToSponsor, townhall.ToHands:
		return []townhall.PersonID{n.Person}, nil
	case townhall.ToSupporters:
		voters, err := t.Voters(i.ID)
		if err != nil {
			return nil, err
		}
		followers, err := t.Followers(i.ID)
		return append(voters, followers...), err
	case townhall.ToReviewer:
		if i.Reviewer != "" {
			return []townhall.PersonID{i.Reviewer}, nil
		}
		return around.whoReviews(i, townhall.RoleCoordinator), nil
	case townhall.ToDeciders:
		deciders := around.whoReviews(i, townhall.RoleCoordinator, townhall.RoleLeadership)
		return slices.DeleteFunc(deciders, func(p townhall.PersonID) bool { return slices.Contains(i.Consents, p) }), nil
	}
	return nil, fmt.Errorf("notice %s: nobody knows who %q are", n.Kind, n.To)
}

// RefreshIdea has the idea's card in its channel shown anew. The zero now
// leaves no trace of when.
func (t *Tx) RefreshIdea(i *townhall.Idea, now time.Time, on townhall.Date) error {
	around, err := t.Around("")
	if err != nil || around.Channel == "" {
		return err
	}
	return t.Enqueue(refresh(i, around.Channel, now, on))
}

func refresh(i *townhall.Idea, channel townhall.ChannelID, now time.Time, on townhall.Date) Notice {
	return Notice{Key: bot.Key(fmt.Sprintf("%d/card/%s", i.ID, channel)), Class: ClassCard, Channel: channel,
		Kind: townhall.CardKind(townhall.KindIdea), Thing: townhall.Number(i.ID), Due: now, On: on}
}

// TellPerson enqueues a notice to one person, once per fact: its kind, its
// thing and the key.
func (t *Tx) TellPerson(to townhall.PersonID, n townhall.Notice, key string, now time.Time, on townhall.Date) error {
	return t.Enqueue(Notice{Key: personKey(n.Kind, n.Thing, key, to), Class: ClassAnswer, Person: to, Kind: n.Kind,
		Thing: n.Thing, Values: n.Values, Due: now, On: on})
}

// TellChannel enqueues a notice to a channel that is not the thing's own, once
// per fact: its kind, its thing and the key.
func (t *Tx) TellChannel(to townhall.ChannelID, n townhall.Notice, key string, now time.Time, on townhall.Date) error {
	return t.Enqueue(Notice{Key: personKey(n.Kind, n.Thing, key, townhall.PersonID("#"+string(to))), Class: ClassAnswer, Channel: to,
		Kind: n.Kind, Thing: n.Thing, Values: map[string]string{"to": string(townhall.ToChannel)}, Due: now, On: on})
}

// WasTold reports whether such a notice was written to the person.
func (t *Tx) WasTold(to townhall.PersonID, kind string, thing townhall.Number, key string) (told bool, err error) {
	_, err = t.get(`select exists (select 1 from notice where org_id = :org and key = :key)`,
		args{"key": personKey(kind, thing, key, to)}, &told)
	return told, err
}

func personKey(kind string, thing townhall.Number, key string, to townhall.PersonID) bot.Key {
	return bot.Key(fmt.Sprintf("%s/%d/%s/%s", kind, thing, key, to))
}

// MergeSupport carries votes and followers of an idea over to the one it was
// merged into, whose author's circle its own author joins. Into's votes are
// counted anew.
func (t *Tx) MergeSupport(from, into *townhall.Idea) error {
	if err := t.MoveVotes(from.ID, into.ID); err != nil {
		return err
	}
	if from.Author != "" && from.Author != into.Author {
		if err := t.AddFollower(into.ID, from.Author); err != nil {
			return err
		}
	}
	_, err := t.get(`select votes from idea where org_id = :org and id = :id`, args{"id": into.ID}, &into.Votes)
	return err
}

// PersonOf finds the person of a platform's account.
func (t *Tx) PersonOf(i townhall.Identity) (id townhall.PersonID, ok bool, err error) {
	ok, err = t.get(`select person from identity where org_id = :org and platform = :platform and tenant = :tenant and account = :account`,
		args{"platform": i.Platform, "tenant": i.Tenant, "account": i.User}, &id)
	return id, ok, err
}

// Draft reads a draft and leaves it.
func (t *Tx) Draft(id string) (d *Draft, ok bool, err error) {
	d, err = load(t, "draft", draftFields, "id = :id", args{"id": id})
	return d, d != nil, err
}

// Attempts is how often an attempt was counted under the key on that day.
func (t *Tx) Attempts(key string, on townhall.Date) (tries int, err error) {
	_, err = t.get(`select tries from attempt where org_id = :org and key = :key and day = :day`,
		args{"key": key, "day": isoDate(on)}, &tries)
	return tries, err
}

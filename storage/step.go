package storage

import (
	"fmt"
	"maps"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/townhall"
)

// Step is one step in the life of a thing, and who is to hear of it. (Ideas have
// steps of their own, IdeaStep: their authors may be nobody.)
type Step struct {
	Thing  townhall.Number
	Action string // "work_package.claim"
	// Actor is kept in the log only where a rule needs it.
	Actor townhall.PersonID
	Data  map[string]string
	// Notices name their receivers: each is to one person, or to the channel.
	Notices []townhall.Notice
	// Channel is where the thing's card stands and where ToChannel is said, in
	// the card's thread; "" if it stands nowhere. Card is then the kind of thing
	// whose card is shown anew.
	Channel townhall.ChannelID
	Card    townhall.Kind
	// Cards are the people before whom the card stands in direct messages, too.
	Cards []townhall.PersonID
	// Except is who did it, and so need not be told.
	Except townhall.PersonID
	Now    time.Time
	On     townhall.Date
}

// Record writes what a step leaves behind: the event, one notice for each person
// concerned, and the refresh of the thing's card. Who is named by several
// notices hears the first of them.
func (t *Tx) Record(s Step) error {
	event := &Event{Thing: s.Thing, Action: s.Action, Actor: s.Actor, On: s.On, At: s.Now, Data: s.Data}
	if err := t.AppendEvent(event); err != nil {
		return err
	}
	var all []Notice
	told := map[townhall.PersonID]bool{s.Except: true, "": true}
	for _, n := range s.Notices {
		one := Notice{Class: ClassAnswer, Kind: n.Kind, Thing: n.Thing, Values: maps.Clone(n.Values), Due: s.Now, On: s.On}
		if one.Values == nil {
			one.Values = map[string]string{}
		}
		one.Values["to"] = string(n.To)
		switch {
		case n.To == townhall.ToChannel && s.Channel == "":
			continue
		case n.To == townhall.ToChannel:
			one.Channel, one.Key = s.Channel, bot.Key(event.Key()+"/"+n.Kind+"/#"+string(s.Channel))
		case told[n.Person]:
			continue
		default:
			told[n.Person] = true
			one.Person, one.Key = n.Person, bot.Key(event.Key()+"/"+string(n.Person))
		}
		all = append(all, one)
	}
	if s.Channel != "" && s.Card != "" {
		all = append(all, cardNotice(s.Thing, s.Card, s.Channel, s.Now, s.On))
	}
	for _, p := range s.Cards {
		all = append(all, personCard(s.Thing, s.Card, p, s.Now, s.On))
	}
	return t.Enqueue(all...)
}

// RefreshCard has the card of a thing shown anew in its channel.
func (t *Tx) RefreshCard(n townhall.Number, kind townhall.Kind, in townhall.ChannelID, now time.Time, on townhall.Date) error {
	return t.Enqueue(cardNotice(n, kind, in, now, on))
}

func cardNotice(n townhall.Number, kind townhall.Kind, in townhall.ChannelID, now time.Time, on townhall.Date) Notice {
	return Notice{Key: cardKey(n, string(in)), Class: ClassCard, Channel: in,
		Kind: townhall.CardKind(kind), Thing: n, Due: now, On: on}
}

func personCard(n townhall.Number, kind townhall.Kind, before townhall.PersonID, now time.Time, on townhall.Date) Notice {
	return Notice{Key: cardKey(n, "@"+string(before)), Class: ClassCard, Person: before,
		Kind: townhall.CardKind(kind), Thing: n, Due: now, On: on}
}

// cardKey names the card of a thing before a channel, or before @somebody.
func cardKey(n townhall.Number, before string) bot.Key {
	return bot.Key(fmt.Sprintf("%d/card/%s", n, before))
}

// See loads the thing that a number belongs to as somebody sees it; the viewer
// may be nil: nobody in particular, a channel. A number of nothing is no error.
func (t *Tx) See(n townhall.Number, viewer *townhall.Person) (seen townhall.Seen, err error) {
	kind, ok, err := t.Lookup(n)
	if err != nil || !ok {
		return seen, err
	}
	switch kind {
	case townhall.KindIdea:
		seen.Idea, err = t.IdeaView(townhall.IdeaID(n), viewer)
	case townhall.KindProject:
		if seen.Project, err = t.ProjectView(townhall.ProjectID(n), viewer); err == nil {
			seen.Decision = seen.Project.Decision
		}
	case townhall.KindWorkPackage:
		if seen.WorkPackage, err = t.WorkPackageView(townhall.WorkPackageID(n), viewer); err == nil {
			seen.Decision = seen.WorkPackage.Decision
		}
	case townhall.KindHelpRequest:
		seen.HelpRequest, err = t.HelpRequestView(townhall.HelpRequestID(n), viewer)
	}
	return seen, err
}

package townhall_test

import (
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"lotsenfunk/townhall"
)

// people of the walks. Some write ideas and decide on others'.
var people = []*townhall.Person{
	{ID: "anna"}, {ID: "ben"},
	{ID: "cora", Roles: []townhall.Role{townhall.RoleCoordinator}},
	{ID: "carl", Roles: []townhall.Role{townhall.RoleCoordinator, townhall.RoleAdmin}},
	{ID: "lena", Roles: []townhall.Role{townhall.RoleLeadership}},
	{ID: "gone", Roles: townhall.Roles, Gone: true},
}

// a walk is a town's ideas, to which random people do random things.
type walk struct {
	t     *rapid.T
	ideas []*townhall.Idea
	today townhall.Date
	// accepted is who chose to accept each idea.
	accepted map[townhall.IdeaID][]townhall.PersonID
	// seen are the lines of the table that were taken.
	seen map[townhall.IdeaAction]bool
}

func (w *walk) idea() *townhall.Idea { return rapid.SampledFrom(w.ideas).Draw(w.t, "idea") }

// endOfChain is where a merged idea has gone. More steps than there are ideas
// are a circle.
func (w *walk) endOfChain(i *townhall.Idea) *townhall.Idea {
	for range len(w.ideas) + 1 {
		if i.State != townhall.IdeaMerged {
			return i
		}
		i = w.ideas[i.MergedInto-1]
	}
	w.t.Fatalf("the ideas are merged in a circle: %+v", i)
	return nil
}

// step lets somebody do something to an idea.
func (w *walk) step(i *townhall.Idea, by *townhall.Person) (townhall.IdeaAction, error) {
	lines := townhall.IdeaTable[1:]
	if rapid.IntRange(0, 9).Draw(w.t, "careful") < 8 { // mostly what the state allows, so that walks get far
		allowed := slices.DeleteFunc(slices.Clone(lines), func(l townhall.IdeaTransition) bool { return !slices.Contains(l.From, i.State) })
		if len(allowed) > 0 {
			lines = allowed
		}
	}
	action := rapid.SampledFrom(lines).Draw(w.t, "action").Action
	var err error
	switch action {
	case townhall.IdeaReview:
		_, err = i.Review(by)
	case townhall.IdeaAsk:
		_, err = i.Ask(by, rapid.SampledFrom([]string{"", "Warum?"}).Draw(w.t, "question"))
	case townhall.IdeaAnswer:
		_, _, err = i.Answer(by, "Darum.", w.today)
	case townhall.IdeaAccept, townhall.IdeaConsent:
		var accepted bool
		if _, accepted, err = i.Accept(by, w.today); err == nil {
			w.accepted[i.ID] = append(w.accepted[i.ID], by.ID)
		}
		action = map[bool]townhall.IdeaAction{true: townhall.IdeaAccept, false: townhall.IdeaConsent}[accepted]
	case townhall.IdeaDecline:
		_, err = i.Decline(by, rapid.SampledFrom([]string{" ", "Zu teuer."}).Draw(w.t, "reason"), w.today)
	case townhall.IdeaPark:
		_, err = i.Park(by, w.today.AddDays(rapid.IntRange(-1, 3).Draw(w.t, "days")), w.today)
	case townhall.IdeaWake:
		if w.today.Before(i.ParkedUntil) && rapid.Bool().Draw(w.t, "in time") {
			w.today = i.ParkedUntil
		}
		_, err = i.Wake(w.today)
	case townhall.IdeaForward:
		_, err = i.Forward(by, townhall.Contact{ID: "it", Name: "IT"}, "", w.today)
	case townhall.IdeaMerge:
		_, err = i.Merge(by, w.endOfChain(w.idea()), w.today)
	case townhall.IdeaWithdraw:
		_, err = i.Withdraw(by, w.today)
	case townhall.IdeaStart:
		_, err = i.Start(by, 9, "Projekt")
	case townhall.IdeaFinish:
		_, err = i.Finish()
	case townhall.IdeaGiveBack:
		_, err = i.GiveBack("Kein Geld.")
	}
	return action, err
}

// TestIdeaWalks walks random ideas through random actions by random people. What
// is refused changes nothing; what is done is a line of the table; and whatever
// happens, no idea gets where it must not be.
func TestIdeaWalks(t *testing.T) {
	seen := map[townhall.IdeaAction]bool{}
	walks(t, func() bool {
		return slices.ContainsFunc(townhall.IdeaTable[1:], func(line townhall.IdeaTransition) bool { return !seen[line.Action] })
	}, func(t *rapid.T) {
		w := &walk{t: t, seen: seen, accepted: map[townhall.IdeaID][]townhall.PersonID{}, today: townhall.Date{Year: 2027, Month: 3, Day: 18}}
		for n, author := range []townhall.PersonID{"anna", "", "cora", ""} {
			i, err := townhall.NewIdea("Eine Idee", "", "", author, w.today)
			if err != nil {
				t.Fatal(err)
			}
			i.ID = townhall.IdeaID(n + 1)
			w.ideas = append(w.ideas, i)
		}
		for range rapid.IntRange(40, 120).Draw(t, "steps") {
			w.walkOn()
		}
	})
	for _, line := range townhall.IdeaTable[1:] {
		if !seen[line.Action] {
			t.Errorf("no walk ever took the step %s", line.Action)
		}
	}
}

func (w *walk) walkOn() {
	if rapid.IntRange(0, 9).Draw(w.t, "night") == 0 {
		w.today = w.today.AddDays(1)
	}
	i := w.idea()
	by := rapid.SampledFrom(append(slices.Clone(people), i.ReceiptHolder())).Draw(w.t, "by")
	before := *i
	action, err := w.step(i, by)
	if err != nil {
		if !reflect.DeepEqual(*i, before) {
			w.t.Fatalf("%s was refused with %v and changed the idea:\n%+v\n%+v", action, err, before, *i)
		}
		return
	}
	at := slices.IndexFunc(townhall.IdeaTable, func(l townhall.IdeaTransition) bool { return l.Action == action })
	line := townhall.IdeaTable[at]
	if !slices.Contains(line.From, before.State) || i.State != line.To {
		w.t.Fatalf("%s took an idea from %s to %s", action, before.State, i.State)
	}
	if line.Needs != "" && townhall.May(by, line.Needs, &before) != nil {
		w.t.Fatalf("%s was done by %+v, who may not", action, by)
	}
	w.seen[action] = true
	w.check(i)
}

// closed are the states that nothing leads out of.
var closed = []townhall.IdeaState{townhall.IdeaDeclined, townhall.IdeaForwarded, townhall.IdeaMerged, townhall.IdeaWithdrawn, townhall.IdeaImplemented}

// check looks for what must never be.
func (w *walk) check(i *townhall.Idea) {
	w.endOfChain(i)
	acceptors := slices.Compact(slices.Sorted(slices.Values(w.accepted[i.ID])))
	switch {
	case (i.State == townhall.IdeaParked) == i.ParkedUntil.IsZero():
		w.t.Fatalf("parked without a day, or a day without being parked: %+v", i)
	case (i.State == townhall.IdeaQuestion) == (i.Question == ""):
		w.t.Fatalf("a question that nobody answers, or none to answer: %+v", i)
	case i.Anonymous && i.Author != "":
		w.t.Fatalf("an anonymous idea has an author: %+v", i)
	case i.Author != "" && i.Reviewer == i.Author:
		w.t.Fatalf("somebody reviewed their own idea: %+v", i)
	case i.Anonymous && i.State == townhall.IdeaAccepted && len(acceptors) < 2:
		w.t.Fatalf("an anonymous idea was accepted by %v alone", acceptors)
	case (i.State == townhall.IdeaMerged) == (i.MergedInto == 0):
		w.t.Fatalf("merged into nothing, or into something without being merged: %+v", i)
	}
}

// TestClosedIsClosed: no line of the table leads out of a decided state but to
// what follows from it.
func TestClosedIsClosed(t *testing.T) {
	for _, line := range townhall.IdeaTable {
		for _, from := range line.From {
			if slices.Contains(closed, from) {
				t.Errorf("%s leads out of %s", line.Action, from)
			}
			decided := from == townhall.IdeaAccepted || from == townhall.IdeaInProgress
			if decided && (line.To == townhall.IdeaParked || slices.Contains(townhall.ToReview(), line.To)) {
				t.Errorf("%s takes a decided idea back to %s", line.Action, line.To)
			}
		}
	}
}

// TestMergeCircles tries every pair among ideas in a chain.
func TestMergeCircles(t *testing.T) {
	cora, today := people[2], townhall.Date{Year: 2027, Month: 3, Day: 18}
	var ideas []*townhall.Idea
	for n := range 3 {
		ideas = append(ideas, &townhall.Idea{ID: townhall.IdeaID(n + 1), Author: "anna", State: townhall.IdeaSubmitted})
	}
	for n := range 2 { // 1 → 2 → 3
		if _, err := ideas[n].Merge(cora, ideas[n+1], today); err != nil {
			t.Fatal(err)
		}
	}
	for _, from := range ideas {
		for _, into := range ideas {
			if _, err := from.Merge(cora, into, today); err == nil {
				t.Errorf("idea %d was merged into %d", from.ID, into.ID)
			}
		}
	}
}

// TestTurnBack: while an idea is parked or its author is asked something nobody is
// late, and afterwards there is time again.
func TestTurnBack(t *testing.T) {
	cal := calendar(t, "BW", nil, nil)
	o := &townhall.Organisation{AnswerWithin: 5, DecideWithin: 30}
	for _, tt := range []struct {
		was, is  townhall.IdeaState
		by, want string
	}{
		{townhall.IdeaQuestion, townhall.IdeaInReview, "2027-03-20", "2027-03-25"}, // asked for long
		{townhall.IdeaQuestion, townhall.IdeaInReview, "2027-04-20", "2027-04-20"}, // time enough
		{townhall.IdeaParked, townhall.IdeaInReview, "2027-03-01", "2027-05-03"},
		{townhall.IdeaSubmitted, townhall.IdeaInReview, "2027-03-20", "2027-03-20"},
		{townhall.IdeaParked, townhall.IdeaAccepted, "2027-03-01", "2027-03-01"},
	} {
		i := &townhall.Idea{State: tt.is, DecideBy: day(t, tt.by)}
		i.TurnBack(tt.was, o, cal, day(t, "2027-03-18"))
		if i.DecideBy.String() != tt.want {
			t.Errorf("%s to %s with %s: %s, not %s", tt.was, tt.is, tt.by, i.DecideBy, tt.want)
		}
	}
}

package program_test

import (
	"context"
	"slices"
	"strings"

	"lotsenfunk/commands"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// right says whether a row is for the thing of a number, and whether May refuses
// it to a seat.
func (h *hall) right(row commands.Row, seat string, number townhall.Number) (fit, refused bool) {
	h.t.Helper()
	err := h.Program().Store.View(context.Background(), "birkenfurt", func(tx *storage.Tx) error {
		person, err := tx.Person(townhall.PersonID(seat))
		if err != nil {
			return err
		}
		kind, thing, err := h.thing(tx, row, number)
		fit, refused = number == 0 || fits(row.Action, kind), !mayRun(person, row, thing)
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return fit, refused
}

// anyOf are the rights, one of which a row takes, where that is more than the one
// for which it is offered.
var anyOf = map[string][]townhall.Verb{
	"question.answer":   {townhall.VerbOwnQuestion, townhall.VerbHandleQuestion},
	"question.amend":    {townhall.VerbOwnQuestion, townhall.VerbHandleQuestion},
	"question.settle":   {townhall.VerbOwnQuestion},
	"question.consent":  {townhall.VerbOwnQuestion},
	"question.refuse":   {townhall.VerbOwnQuestion},
	"question.helped":   {townhall.VerbOwnQuestion},
	"question.reopen":   {townhall.VerbOwnQuestion},
	"question.release":  {townhall.VerbReleaseQuestion},
	"question.return":   {townhall.VerbReturnQuestion},
	"question.ask_back": {townhall.VerbHandleQuestion},
	"question.topic":    {townhall.VerbForwardQuestion},
	"question.forward":  {townhall.VerbForwardQuestion},
	"question.close":    {townhall.VerbHandleQuestion},
}

// mayRun says whether May lets somebody run a row for a thing.
func mayRun(p *townhall.Person, row commands.Row, thing townhall.Thing) bool {
	verbs, more := anyOf[row.Action]
	if !more {
		verbs = []townhall.Verb{row.Needs}
	}
	return slices.ContainsFunc(verbs, func(v townhall.Verb) bool { return townhall.May(p, v, thing) == nil })
}

// kindsOf are the kinds of things that rows are for, by their action or its first
// word.
var kindsOf = map[string][]townhall.Kind{
	"idea": {townhall.KindIdea}, "package": {townhall.KindWorkPackage}, "project": {townhall.KindProject}, "question": {townhall.KindHelpRequest},
	"package.new": {townhall.KindProject}, "package.decision": {townhall.KindProject, townhall.KindWorkPackage},
	"decision":    {townhall.KindProject, townhall.KindWorkPackage},
	"cohort.join": {townhall.KindProject}, "cohort.project": {townhall.KindProject}, // what somebody brings along
}

func fits(action string, kind townhall.Kind) bool {
	kinds, own := kindsOf[action]
	if !own {
		about, _, _ := strings.Cut(action, ".")
		kinds = kindsOf[about]
	}
	return slices.Contains(kinds, kind)
}

// thing is what a row is about that is run for a number; nil for none.
func (h *hall) thing(tx *storage.Tx, row commands.Row, n townhall.Number) (kind townhall.Kind, thing townhall.Thing, err error) {
	kind, ok, err := tx.Lookup(n)
	if err != nil || !ok {
		return "", nil, err
	}
	if strings.HasPrefix(row.Action, "decision.") {
		d, err := tx.Decision(n)
		if d == nil || townhall.ErrorCode(err) == townhall.NotFound {
			return "", nil, nil
		}
		return kind, d, err
	}
	if row.Action == "package.decision" && kind != townhall.KindIdea && kind != townhall.KindHelpRequest {
		thing, err = tx.Subject(n, townhall.Date{Year: 2027, Month: 3, Day: 18})
		return kind, thing, err
	}
	switch kind {
	case townhall.KindIdea:
		thing, err = tx.Idea(townhall.IdeaID(n))
	case townhall.KindProject:
		thing, err = tx.Project(townhall.ProjectID(n))
	case townhall.KindWorkPackage:
		thing, err = tx.WorkPackage(townhall.WorkPackageID(n))
	case townhall.KindHelpRequest:
		thing, err = tx.HelpRequest(townhall.HelpRequestID(n))
	}
	return kind, thing, err
}

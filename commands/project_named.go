package commands

import (
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// takesProject: a number, or words of a project's title.
func takesProject(rest string, today townhall.Date) (Args, Fit) {
	if a, fit := takesNumber(rest, today); fit != NoFit {
		return a, fit
	}
	return Args{Text: strings.TrimSpace(rest)}, FullFit
}

// projectNamed finds the project that words at the beginning of a line name, by its
// title or a clear part of it, and what follows, of which goesOn says whether it can.
// If several are named, or none, the person chooses.
func (c *Call) projectNamed(line string, goesOn func(tail string) bool) (id townhall.ProjectID, tail string, err error) {
	var all []*townhall.Project
	err = c.View(func(tx *storage.Tx) error {
		all, err = tx.FindProjects(storage.ProjectFilter{})
		return err
	})
	if err != nil {
		return 0, "", err
	}
	words := strings.Fields(line)
	for n := len(words); n > 0; n-- {
		tail := strings.Join(words[n:], " ")
		found := projectsCalled(all, strings.Join(words[:n], " "))
		switch {
		case len(found) == 0 || !goesOn(tail):
		case len(found) == 1:
			return found[0].ID, tail, nil
		default:
			return 0, "", townhall.Errf(townhall.Conflict, "project.which", "Projects", found, "Behind", tail)
		}
	}
	return 0, "", townhall.Errf(townhall.NotFound, "project.unknown_name", "Text", line)
}

// projectsCalled are the projects that go by a name: those whose title it is, or else
// those of whose title it is a part. One that is over is meant only if no other can be.
func projectsCalled(all []*townhall.Project, name string) []*townhall.Project {
	var found [4][]*townhall.Project // the better, the earlier
	for _, p := range all {
		at := 0
		switch {
		case spelling(p.Title) == spelling(name):
		case partOf(p.Title, name), partOf(p.Title, withoutFillers(name)):
			at = 2
		default:
			continue
		}
		if p.Over() {
			at++
		}
		found[at] = append(found[at], p)
	}
	for _, some := range found {
		if len(some) > 0 {
			return some
		}
	}
	return nil
}

// whichProject offers the projects that may be meant.
func (c *Call) whichProject(e *townhall.Error) bot.Row {
	which := bot.Control{Action: c.row.Action, Label: c.P.Line("button.project.which", nil)}
	all, _ := e.Args["Projects"].([]*townhall.Project)
	behind, _ := e.Args["Behind"].(string)
	for _, p := range all[:min(len(all), maxOffered)] {
		if value := strings.TrimSpace(cards.Num(p.ID) + " " + behind); len(value) <= maxValue {
			which.Options = append(which.Options, cards.ProjectOption(p, value))
		}
	}
	if len(which.Options) == 0 {
		return bot.Row{c.button("project.list", "")}
	}
	return bot.Row{which}
}

// nothingBehind: a name stands alone.
func nothingBehind(tail string) bool { return tail == "" }

// projectStep reports whether words can follow a project: nothing, or a step of it.
func projectStep(tail string) bool {
	verb, _ := cutWord(tail)
	return tail == "" || projectVerbs[fold(verb)] != ""
}

// Command gen writes docs/states.md from the tables of townhall,
// docs/data-fields.md from the list in privacy, docs/configuration.md from the
// settings in cmd/lotsenfunk/config, and into docs/slack.md what bot/slack asks
// for, so that what the pages say and what the program does cannot differ. It
// imports these and, for the words that people read, i18n. Start reading at page,
// fieldsPage, configPage and slackPage.
package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"time"

	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

//go:generate go run . ../states.md

func main() {
	write, file := page, os.Args[1]
	switch file {
	case "fields":
		write, file = fieldsPage, os.Args[2]
	case "config":
		write, file = configPage, os.Args[2]
	case "slack":
		file = os.Args[2]
		write = slackPage(file)
	}
	data, err := write()
	if err == nil {
		err = os.WriteFile(file, data, 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// step is one line of a table of transitions, of whatever thing.
type step struct {
	action, to, needs, guard string
	from, tells              []string
}

// page is the whole of docs/states.md.
func page() ([]byte, error) {
	catalogues, err := i18n.Load()
	if err != nil {
		return nil, err
	}
	german := catalogues.Printer(i18n.German, time.UTC)
	var b bytes.Buffer
	b.WriteString(`# States

<!-- Written by "go generate ./..." from the tables in townhall. Change those. -->

Where a thing can stand and what takes it from there to there. The rules, the
tests and this page read the same tables: ` + "`townhall.IdeaTable`, `townhall.ProjectTable`, `townhall.WorkPackageTable`, `townhall.HelpRequestTable`,\n`townhall.DecisionTable`, `townhall.CohortTable` and `townhall.ParticipationTable`" + `.
A right in brackets is a verb of ` + "`townhall.May`" + `; "by itself" means that it follows
from something else or that its day has come.
`)
	b.WriteString("\n## Ideas\n\n")
	names(&b, german, "idea", strs(townhall.IdeaStates))
	var steps []step
	for _, t := range townhall.IdeaTable {
		steps = append(steps, step{action: string(t.Action), from: strs(t.From), to: string(t.To), needs: string(t.Needs), guard: t.Guard, tells: strs(t.Tells)})
	}
	table(&b, steps)
	b.WriteString("\nEverybody told hears it once, in a thread of their own. The card in the ideas\nchannel changes with every step, whoever is told.\n")
	b.WriteString("\n## Projects\n\n")
	names(&b, german, "project", strs(townhall.ProjectStates))
	steps = nil
	for _, t := range townhall.ProjectTable {
		steps = append(steps, step{action: string(t.Action), from: strs(t.From), to: string(t.To), needs: string(t.Needs), guard: t.Guard, tells: strs(t.Tells)})
	}
	table(&b, steps)
	b.WriteString("\nWhat a project does to its idea stands above: making it takes the idea to\n`in_progress`, finishing to `implemented`, stopping back to `accepted`.\n")
	b.WriteString("\n## Work packages\n\n")
	names(&b, german, "work_package", strs(townhall.WorkPackageStates))
	steps = nil
	for _, t := range townhall.WorkPackageTable {
		steps = append(steps, step{action: string(t.Action), from: strs(t.From), to: string(t.To), needs: string(t.Needs), guard: t.Guard, tells: strs(t.Tells)})
	}
	table(&b, steps)
	b.WriteString("\nA milestone follows its packages: it is done when all of them are, dropped ones not\ncounted and at least one done; blocked when all that is left waits; and active again\nwhen something is to be done after all. A milestone without packages is marked as done\nby whoever steers the project.\n\n")
	names(&b, german, "milestone", strs(townhall.MilestoneStates))
	questions(&b, german)
	decisions(&b, german)
	cohorts(&b, german)
	return b.Bytes(), nil
}

// decisions is the part about decisions.
func decisions(b *bytes.Buffer, german *i18n.Printer) {
	b.WriteString("\n## Decisions\n\n")
	names(b, german, "decision", strs(townhall.DecisionStates))
	var steps []step
	for _, t := range townhall.DecisionTable {
		steps = append(steps, step{action: string(t.Action), from: strs(t.From), to: string(t.To), needs: string(t.Needs), guard: t.Guard, tells: strs(t.Tells)})
	}
	table(b, steps)
	b.WriteString("\nA decision is put to the project's sponsor, and where there is none, to leadership.\nLeadership may decide in a sponsor's place. Whoever it waits for is reminded once,\non the fifth working day.\n")
}

// questions is the life of a question to the Lotsen.
func questions(b *bytes.Buffer, p *i18n.Printer) {
	b.WriteString("\n## Questions to Lotsen\n\n")
	names(b, p, "help_request", strs(townhall.HelpRequestStates))
	var steps []step
	for _, t := range townhall.HelpRequestTable {
		steps = append(steps, step{action: string(t.Action), from: strs(t.From), to: string(t.To), needs: string(t.Needs), guard: t.Guard, tells: strs(t.Tells)})
	}
	table(b, steps)
	b.WriteString("\nThe card in the channel of the Lotsen changes with every step. A confidential\nquestion has none: its card stands before those who may claim it, with its topic\nonly.\n")
}

// cohorts is the life of a cohort, and how people come into it and leave it.
func cohorts(b *bytes.Buffer, german *i18n.Printer) {
	b.WriteString("\n## Cohorts\n\n")
	names(b, german, "cohort", strs(townhall.CohortStates))
	var steps []step
	for _, t := range townhall.CohortTable {
		steps = append(steps, step{action: string(t.Action), from: strs(t.From), to: string(t.To), needs: string(t.Needs), guard: t.Guard, tells: strs(t.Tells)})
	}
	table(b, steps)
	b.WriteString("\nMoving a date, cancelling one and giving it another place are told to all who take\npart, and change no state.\n\n### Taking part\n\n")
	names(b, german, "participation", strs(townhall.ParticipationStates))
	steps = nil
	for _, t := range townhall.ParticipationTable {
		steps = append(steps, step{action: string(t.Action), from: strs(t.From), to: string(t.To), needs: string(t.Needs), guard: t.Guard, tells: strs(t.Tells)})
	}
	table(b, steps)
}

// names lists the states with the words that people read.
func names(b *bytes.Buffer, p *i18n.Printer, thing string, states []string) {
	b.WriteString("| state | in chat |\n|---|---|\n")
	for _, s := range states {
		fmt.Fprintf(b, "| `%s` | %s |\n", s, p.Line("state."+thing+"."+s, nil))
	}
	b.WriteString("\n")
}

// table lists the transitions.
func table(b *bytes.Buffer, steps []step) {
	b.WriteString("| step | from | to | who | what else must hold | who is told |\n|---|---|---|---|---|---|\n")
	for _, s := range steps {
		fmt.Fprintf(b, "| `%s` | %s | `%s` | %s | %s | %s |\n",
			s.action, code(s.from), s.to, who(s.needs), s.guard, strings.Join(s.tells, ", "))
	}
}

func code(words []string) string {
	if len(words) == 0 {
		return "(new)"
	}
	return "`" + strings.Join(words, "`, `") + "`"
}

func who(verb string) string {
	if verb == "" {
		return "by itself"
	}
	return "[" + verb + "]"
}

// strs are the words of a list of some kind of word.
func strs[S ~string](list []S) []string {
	words := make([]string, len(list))
	for i, s := range list {
		words[i] = string(s)
	}
	return words
}

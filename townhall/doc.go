// Package townhall holds the things of a town hall and their rules: people and
// rights, ideas, projects, cohorts, the calendar. It is pure: no I/O, no SQL, no chat,
// no clock. Whoever calls a rule brings the thing, the person and the time, and
// gets back what follows.
//
// It imports nothing of ours. Each kind of thing has one file with its type and
// its rules and, where it has a life, one table of its transitions
// (idea_table.go, project_table.go), from which docs/states.md and the tests
// are made.
//
// Start reading at Idea and IdeaTable, then May, which decides who may do what. For
// cohorts: Cohort, its dates in cohort_plan.go and cohort_move.go, and what people
// are told unasked: Cohort.Reminders, then Reach and Fold.
package townhall

// Package scheduler does what is due without anybody asking: it wakes parked
// ideas, forgets what need not be kept, and delivers the notices that commands
// and its own planner have written.
//
// The planner (plan.go) is pure: facts and now in, what is due out; tick.go says at
// which towns to look. Reminders to people are folded (fold.go): of all that is due to
// somebody one message is made, or none, or it goes to who stands in (deputy.go).
// Delivery claims notices from the outbox (courier.go), renders them in the receiver's
// language and hands them to the platform's adapter (deliver.go), no faster than that
// takes them (pace.go). Nothing is kept in memory
// that matters: after a stop, everything goes on where the database says.
//
// It imports bot, townhall, i18n, cards and storage, never commands. Start
// reading at Scheduler.Run, then plan and deliver.
package scheduler

// Package commands answers what people do: one visible table of commands,
// buttons and forms (table.go), and one file per thing with a short script for
// each row: parse, load, let the rule in townhall decide, save, answer.
//
// The Router is the bot.Handler behind every platform. It finds the row, loads
// who is asking and in which language they read, runs the row's script and
// turns an error into words. It is the only place that does. Answers are
// returned, never sent; what others must hear is enqueued as notices in the
// same transaction.
//
// It imports bot, townhall, i18n, cards and storage. Start reading at Rows in
// table.go, then Router.Handle, then idea_file.go as one whole story.
package commands

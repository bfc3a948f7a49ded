// Package cards says how a thing looks in chat: pure functions from the things
// of the town hall to messages, for commands, scheduler and web alike. The same
// idea looks the same wherever it is shown.
//
// It imports bot, townhall and i18n, and knows neither storage nor platforms.
// Every control it makes names an action that stands in the command table; a
// test proves it.
//
// Start reading at Say, then Idea and Notice.
package cards

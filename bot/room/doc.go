// Package room is a chat house with no platform behind it: seats for people,
// channels, direct messages with the bot, threads, reactions, private answers
// and open forms, all in this process. The terminal (bot/script) and the
// browser playground (bot/playground) are two ways to look into one.
//
// It owns what was said in the room and who may see it. It is a bot.Adapter
// and a bot.Finder, so the program talks to it as to any platform; what people
// do in it becomes a bot.Event, and the Reply that comes back is shown to
// exactly the right people. It may import bot and nothing else of ours.
//
// What must outlive the process is kept in a journal in bot.Memory. Never
// journaled are slash commands, forms, answers the bot marked OffRecord, and
// the events those answered.
//
// Start reading at Room and New, then Say (a person acts), apply (the bot's
// answer takes place) and put (a message comes to stand somewhere).
package room

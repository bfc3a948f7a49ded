// Package script plays transcripts: chats written down as tests, one line per
// thing somebody does or that must have been said. It is also the town hall in
// a terminal, where the same lines are typed.
//
// It owns the language of transcripts (Parse, Read), the Runner that plays
// them, and Interactive. What a transcript acts on is a Stage: RoomStage is the
// one over bot/room; every other adapter's tests bring their own, so that one
// chat reads the same on every platform. Clock, settling and restarting belong
// to the program under test and are its House. It may import bot and bot/room.
//
// Start reading at Line for the language, then Runner.Play.
package script

// Package playground is a town hall in the browser: no chat server, no account,
// a seat for everybody and a clock that can be turned.
//
// It owns the pages and nothing else. What was said and who may see it is kept
// by bot/room, which also is the adapter; the playground draws it and hands on
// what people do. It may import bot, bot/room and i18n.
//
// There is one way to draw: each page is rendered whole by the server, and the
// small script takes over the parts that changed. So every page works without
// the script, and nothing is drawn in two places. Others learn that something
// changed by a server-sent event without content, and ask for their own page.
//
// Nobody signs in, because nobody here is real: who sits where is in the
// address (/s/SEAT/c/PLACE), so that two windows can sit on two seats. It is
// made for the local machine; see guard for what keeps other pages out.
//
// Start reading at Playground.Routes, then hall (what a page shows) and act
// (what a button does).
package playground

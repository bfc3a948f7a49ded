// Package mattermost connects Lotsenfunk to Mattermost servers as an ordinary
// bot account beside them: no plugin, no administrator's right while it runs.
//
// It owns that platform's dialect and nothing of the product: what comes in
// (slash commands, clicks and dialogs over HTTP; direct messages, replies and
// reactions over the WebSocket) is verified and becomes a bot.Event, and the
// bot.Reply that comes back is shown to exactly the right people. It may import
// bot, bot/wire, i18n and Mattermost's own client, and no other adapter.
//
// What can be trusted: a command carries the server's token, compared in
// constant time. A click carries no signature, so what it does stands in the
// action's context, which never reaches clients, under an HMAC. A dialog's state
// does reach the client, so it carries an HMAC over the person, the channel, an
// expiry and a nonce. Where the server gives its public key, the trigger ids
// of commands and clicks must be signed by it for the person named.
//
// Where an answer goes: into the direct messages if the person is there.
// Elsewhere it is shown to them alone, through the answer to their command or
// click; but a card with buttons, which could not be replaced there, stands in
// their direct messages. What is off the record is only ever shown and never
// posted, as long as there is a way: the platform would keep a post for good.
//
// What is shown goes back with the answer; what has to be posted follows it
// (later.go), because a post takes the server longer than all the rest.
//
// Start reading at Adapter and New, then hooks.go and press.go (what comes in
// over HTTP), socket.go and stream.go (what comes in over the WebSocket),
// answer.go (the bot's answer takes place) and text.go (how words stay words).
package mattermost

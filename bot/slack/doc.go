// Package slack connects Lotsenfunk to Slack workspaces as an app: through Socket
// Mode, for which nobody need reach the bot, or over HTTP with signed requests.
//
// It owns that platform's dialect and nothing of the product: what comes in (slash
// commands, presses, modals, shortcuts and events) is verified and becomes a
// bot.Event, and the bot.Reply that comes back is shown to exactly the right
// people. It may import bot, bot/wire, i18n and the Slack client, and no other adapter.
//
// What can be trusted: a request carries Slack's signature over its body and the
// time; a socket was opened with the app's own token. So what the bot wrote into a
// button's value or a modal's private_metadata comes back as it was, by way of
// Slack and not of anybody's client.
//
// Words stay words because they are sent as rich text, in which Slack parses
// nothing: no mention, no link and no markup can be typed into it.
//
// Where an answer goes: into the direct messages if the person is there. Elsewhere
// it is shown to them alone, with the acknowledgement of their command, through the
// response_url, or as an ephemeral message; and what was shown so is replaced there
// rather than said again.
//
// Start reading at Adapter and New, then hooks.go (what comes in over HTTP),
// socket.go (through sockets), command.go, press.go, modal.go and event.go (what
// it was), answer.go (the bot's answer takes place) and encode.go (as blocks). What the
// app asks Slack for is in needs.go and manifest.go; how people install it in
// install.go, and whose tokens are used then in installed.go.
package slack

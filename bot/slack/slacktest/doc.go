// Package slacktest is a Slack for tests: workspaces with people, channels,
// messages, modals and a home, which an app reaches through the Web API and is
// told of through sockets or signed requests, and which people use through
// methods of the test.
//
// It keeps everything in memory and has a clock of its own that only the test
// turns. It is strict: what Slack refuses it refuses, with Slack's own error, so
// that a card that stands here would stand there. Each limit names the page that
// says so (limits.go). It knows nothing of the product and imports nothing of
// ours.
//
// Start reading at Slack and New; then person.go, press.go and modal.go (what
// people do), look.go (what they see), api.go (what an app asks) and deliver.go
// (what an app is told, and how often); manifest.go says which manifest Slack takes.
package slacktest

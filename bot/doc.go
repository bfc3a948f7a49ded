// Package bot is the seam between Lotsenfunk and the chat platforms: an Event
// comes in, a Reply goes out, and neither knows whether Mattermost, Slack, a
// browser or a terminal is on the other side.
//
// It owns the vocabulary of that seam and nothing else: Event (what somebody
// did), Reply (what the bot answers), Message, Control, Form and Text (what a
// person sees), Adapter (what a platform must offer) and Memory (what an
// adapter may ask to be kept). Counter and Answerer are what every adapter has of its
// own. It imports nothing of ours.
//
// Start reading at Event and Reply, then Text: every word the bot says passes
// through it, and what people typed travels in it as data, never as markup.
package bot

package script

import (
	"context"
	"time"
)

// Stage is what a transcript acts on: people at one platform. Every method is
// called from one goroutine, except within a together block.
//
// A text or label is found ignoring how it is spaced (see Spaced); on is the
// text of the message meant, "" where any message will do. An act that is not
// possible (no such button, no form open) is an error that says what there is
// instead.
type Stage interface {
	// Knows reports whether there is such a person, or "#channel".
	Knows(who string) bool

	// Say says something in a channel, or to the bot with channel "".
	Say(ctx context.Context, who, channel, text string) error
	// Reply answers in the thread of the newest message containing on.
	Reply(ctx context.Context, who, on, text string) error
	// Click presses the button with this label on the newest message that
	// who can see and that has it, and says yes to a "really?".
	Click(ctx context.Context, who, label, on string) error
	// Choose does the same with an option of a select.
	Choose(ctx context.Context, who, option, label, on string) error
	// Submit fills fields of the form open for who and sends it.
	Submit(ctx context.Context, who string, values map[string]string) error
	// Cancel closes it unsent.
	Cancel(ctx context.Context, who string) error
	// React puts an emoji on the newest message containing on; put false
	// takes it back.
	React(ctx context.Context, who, emoji, on string, put bool) error
	// Shortcut uses an entry of a message's menu, by its label.
	Shortcut(ctx context.Context, who, label, on string) error
	// Home opens the bot's home.
	Home(ctx context.Context, who string) error

	// Mark forgets what was said so far.
	Mark(ctx context.Context) error
	// Said is what the bot said or changed since the last Mark, oldest first.
	Said(ctx context.Context) ([]Said, error)
	// Form is the form open for who.
	Form(ctx context.Context, who string) (f Form, open bool, err error)
}

// Said is something the bot said, and to whom. Who hears it in a channel all
// hear: an answer to one person alone is said to the person.
type Said struct {
	To   string // a person, or "#channel"
	Text string // plain words, with the labels of buttons in brackets
}

// Form is what a transcript can ask about a form.
type Form struct {
	Fields []string          // their ids
	Errors map[string]string // by field id
}

// House is the program under test.
type House interface {
	// Now is what its clock shows.
	Now() time.Time
	// Turn turns the clock on to a moment, never back; what becomes due on
	// the way is delivered in order.
	Turn(ctx context.Context, to time.Time) error
	// Settle waits until nothing is due any more.
	Settle(ctx context.Context) error
	// Restart stops the program and starts it on the same database.
	Restart(ctx context.Context) error
}

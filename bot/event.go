package bot

import (
	"context"
	"sync/atomic"
)

// Kind says what somebody did.
type Kind string

// The kinds of events an adapter may hand over.
const (
	KindCommand    Kind = "command"    // a slash command: Command and Text
	KindClick      Kind = "click"      // a button: Action and Value
	KindSelect     Kind = "select"     // a choice in a select: Action and Value (the option)
	KindSubmit     Kind = "submit"     // a form sent: Action, State and Values
	KindCancel     Kind = "cancel"     // a form closed unsent: Action and State
	KindOptions    Kind = "options"    // a search in a select: Action (Field.Search) and Text
	KindMessage    Kind = "message"    // plain words in the bot's direct messages: Text
	KindReply      Kind = "reply"      // plain words in a thread: Text and Thread
	KindReaction   Kind = "reaction"   // an emoji put on a message: Emoji, Source, Quote
	KindUnreaction Kind = "unreaction" // … and taken back
	KindShortcut   Kind = "shortcut"   // a message shortcut: Action, Source, Quote
	KindHome       Kind = "home"       // the person opened the bot's home
	KindLifecycle  Kind = "lifecycle"  // the bot was installed, revoked or added to a team: Action
)

// Tenant names one workspace, server or team on one platform.
type Tenant struct {
	Platform string // the adapter's Name
	ID       string // the platform's id of the workspace
}

// Account is somebody on a platform, as the platform describes them. It
// becomes a person of the town on first contact.
type Account struct {
	Tenant   Tenant
	ID       string // the platform's user id; user names change, ids do not
	Name     string // display name
	Language string // BCP 47 as the platform gives it, or empty
	Zone     string // IANA time zone as the platform gives it, or empty
	Guest    bool   // a guest of the workspace: refused politely
	Bot      bool   // another bot: ignored
}

// Place is where something happened.
type Place struct {
	ID      string // the platform's channel id
	Name    string
	Direct  bool // a direct message with the bot
	Private bool // a channel that not everybody may read
	Unseen  bool // the bot may not look at it: nothing can be said there unasked
}

// Group is a group of people that the platform keeps.
type Group struct {
	ID      string // the platform's id; it is typed if the name cannot be found out
	Name    string // as it is typed behind an @
	Members []Account
	// Size is how many it has; if they are more than Most, or Unread, no Members are
	// given.
	Size, Most int
	// Unread: the platform did not tell who they are, this time.
	Unread bool
}

// Quote is the message an event is about when it is not the bot's own: the
// message under a reaction or a message shortcut.
type Quote struct {
	Text      string
	Author    Account
	Permalink string
	Mine      bool // the bot itself wrote it
}

// Event is one thing somebody did, verified and decoded by an adapter.
type Event struct {
	Kind     Kind
	Delivery string // the platform's id of this delivery; the same id twice has one effect
	Who      Account
	Where    Place
	Thread   Ref    // the root of the thread it happened in, if any
	Source   Ref    // the message that was clicked, reacted on or used
	About    string // a reply: Message.About of the message whose thread it stands in
	Alone    bool   // nobody else sees that message: Reply.Replace may stand in its place

	Command string            // the command word, without slash
	Text    string            // what was typed after it, or the plain message
	Action  string            // "idea.vote": the control's, the form's or the shortcut's action
	Value   string            // the control's value or the chosen option
	State   string            // a form's state, as the bot gave it
	Values  map[string]string // a submitted form's fields
	Emoji   string            // "💡"
	Groups  []Group           // of people, that the words name; only where the platform has such
	Quote   *Quote
}

// Handler answers events. The answer is returned, never sent from inside.
type Handler interface {
	Handle(context.Context, Event) Reply
}

// HandlerFunc lets an ordinary function be a Handler.
type HandlerFunc func(context.Context, Event) Reply

// Handle calls f.
func (f HandlerFunc) Handle(ctx context.Context, ev Event) Reply { return f(ctx, ev) }

// Answerer keeps, for what an adapter does beside its requests, who answers events.
// The zero Answerer knows nobody.
type Answerer struct{ handler atomic.Pointer[Handler] }

// Set says who answers, as soon as the adapter runs.
func (a *Answerer) Set(h Handler) { a.handler.Store(&h) }

// Handler is who answers, or nil as long as nobody does.
func (a *Answerer) Handler() Handler {
	if h := a.handler.Load(); h != nil {
		return *h
	}
	return nil
}

package bot

import (
	"context"
	"errors"
	"net/http"
	"time"
)

// Ref finds a posted message again. It is comparable and can be stored.
type Ref struct {
	Tenant  Tenant
	Channel string
	ID      string
}

// IsZero reports whether r refers to nothing.
func (r Ref) IsZero() bool { return r.ID == "" }

// Target is who or where a message is for: a person (by their direct messages)
// or a channel, and there in a thread if Thread is set.
type Target struct {
	Tenant  Tenant
	Person  string // the platform's user id
	Channel string // the platform's channel id
	Thread  Ref
}

// Key names one message for good: what was sent under a key can be found again.
type Key string

// Errors an adapter returns so that delivery knows what to do next. Anything
// else is taken as passing trouble and tried again with growing pauses.
var (
	// ErrAmbiguous: the message went out but no confirmation came back. It may
	// or may not stand there; a Finder is asked before it is sent again.
	ErrAmbiguous = errors.New("sent, but not confirmed")
	// ErrGone: the person or channel does not exist any more.
	ErrGone = errors.New("the receiver is gone")
	// ErrDisconnected: the workspace cannot be reached at all, because it does
	// not answer, does not take the bot's token, or is not among those that are
	// connected. Nothing is wrong with the message: it waits, however long that
	// lasts, and that counts no attempt.
	ErrDisconnected = errors.New("the workspace is not connected")
)

// RateLimited is returned when the platform asks to wait; it counts no attempt.
type RateLimited struct {
	After time.Duration
	// Channel: only the channel or person asked for, not the whole workspace.
	Channel bool
}

func (e *RateLimited) Error() string { return "the platform asks to wait " + e.After.String() }

// Adapter connects one kind of chat platform.
type Adapter interface {
	// Name is the platform's name, as in Tenant.Platform.
	Name() string
	// Routes adds the webhooks of the platform; it may add none.
	Routes(*http.ServeMux, Handler)
	// Run serves sockets until the context ends; it may just wait.
	Run(context.Context, Handler) error
	// Post sends a message and returns where it stands.
	Post(context.Context, Target, Message, Key) (Ref, error)
	// Update puts a new message in place of the one at ref.
	Update(context.Context, Ref, Message) error
	// Delete removes the message at ref.
	Delete(context.Context, Ref) error
}

// Finder is an optional power of an Adapter: it finds what was sent under a key.
type Finder interface {
	Find(context.Context, Target, Key) (Ref, bool, error)
}

// Rate is how many messages something takes: so many a second in the long run, and
// Burst at once. The zero Rate is no limit.
type Rate struct {
	PerSecond float64
	Burst     int
}

// Rates are how many messages a platform takes.
type Rates struct {
	Workspace Rate // one workspace, in all
	Channel   Rate // one channel or one person
}

// Paced is an optional power of an Adapter: it says how many messages its platform
// takes, and delivery keeps to that. Answers to what people do just now are no
// part of it.
type Paced interface {
	Rates() Rates
}

// Connection says how it stands with one workspace. It holds no secret and no
// word of anybody.
type Connection struct {
	Tenant Tenant
	Up     bool // what happens there is told to the bot
	// Refused: the workspace answers, but does not take the bot's token.
	Refused bool
	Trouble string // why it is not up; "" if it is
}

// Watched is an optional power of an Adapter: operators can see how it is.
type Watched interface {
	// Connections are all workspaces that are to be connected, in a fixed order.
	Connections() []Connection
	// Refused counts what came in and was refused, by reason.
	Refused() map[string]int
}

// Settler is an optional power of an Adapter that still says something after it
// has answered a request: it waits until that is done.
type Settler interface {
	Settle(context.Context) error
}

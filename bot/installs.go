package bot

import (
	"context"
	"errors"
	"time"
)

// Installation is the bot in one workspace of a platform where people install it
// themselves: what its token is, and until when.
type Installation struct {
	Tenant     Tenant
	Enterprise string // the organisation that the workspace is part of, or ""
	Name       string // of the workspace, for operators
	Token      string
	Refresh    string    // exchanged for the next token, once; "" if the token lasts
	Expires    time.Time // zero: never
	// Version counts the tokens: whoever renews one says which.
	Version int64
	// Installed is when that was last.
	Installed time.Time
	// Removed is since when it is not there any more; then it has no token. What
	// the town has is kept.
	Removed time.Time
	// Locked says why its tokens cannot be opened; then it has none. nil if they can.
	Locked error
	// Town: the workspace belongs to a town. Only then anybody there is answered.
	Town bool
}

// ErrTooMany: more people are on their way to install the bot than can be.
var ErrTooMany = errors.New("too many installations have begun and not ended")

// Installs remembers in which workspaces the bot is installed, and who is on their
// way to install it. The storage package keeps it, the tokens sealed; any number of
// processes may use it at once.
type Installs interface {
	// Installation finds one; ok is false if there never was one.
	Installation(ctx context.Context, t Tenant) (i Installation, ok bool, err error)
	// Installations are all of a platform, removed ones too, by tenant.
	Installations(ctx context.Context, platform string) ([]Installation, error)
	// Install keeps what an installation at a moment brought, also one over another.
	Install(ctx context.Context, i Installation, at time.Time) error
	// LeaseRenewal reports whether whoever asks is to renew the token of that version;
	// until then nobody else is.
	LeaseRenewal(ctx context.Context, t Tenant, version int64, now, until time.Time) (bool, error)
	// Renewed keeps the tokens that follow those of i.Version. It reports whether they
	// were still the last ones.
	Renewed(ctx context.Context, i Installation) (bool, error)
	// Uninstall forgets the tokens of an installation that is older than a moment,
	// and reports whether there was one.
	Uninstall(ctx context.Context, t Tenant, at time.Time) (bool, error)

	// BeginInstall remembers a digest of a state and of the browser that has it.
	BeginInstall(ctx context.Context, state, browser [32]byte, now, until time.Time) error
	// FinishInstall reports whether a state was begun by that browser, has not
	// expired and was not used. It is used then.
	FinishInstall(ctx context.Context, state, browser [32]byte, now time.Time) (bool, error)
}

package slack

import (
	"context"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"lotsenfunk/bot"
)

// How tokens are renewed (docs.slack.dev/authentication/using-token-rotation: each is
// good for twelve hours).
const (
	renewBefore = 2 * time.Hour          // before it expires
	renewLease  = 30 * time.Second       // how long one process has for it
	renewPause  = 200 * time.Millisecond // before it is looked whether another one has done it
)

// due reports whether the token is to be renewed.
func (c *access) due(now time.Time) bool {
	return c.Refresh != "" && !now.Before(c.Expires.Add(-renewBefore))
}

// expired reports whether Slack does not take the token any more.
func (c *access) expired(now time.Time) bool { return !c.Expires.IsZero() && !now.Before(c.Expires) }

// renew renews the token, or finds the one that another process has brought. As long as
// the old one is good, nobody waits for that.
func (w *workspace) renew(ctx context.Context) {
	if !w.access.Load().expired(w.o.Now()) {
		if !w.renewing.TryLock() {
			return
		}
	} else {
		w.renewing.Lock()
	}
	defer w.renewing.Unlock()
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), timeout) // a new token must not be lost
	defer stop()
	for {
		c, now := w.access.Load(), w.o.Now()
		if !c.due(now) {
			return
		}
		mine, err := w.o.Install.Installs.LeaseRenewal(ctx, w.tenant, c.Version, now, now.Add(renewLease))
		if mine {
			w.exchange(ctx, c)
			return
		}
		var i bot.Installation
		if err == nil {
			i, _, err = w.o.Install.Installs.Installation(ctx, w.tenant)
		}
		if err == nil {
			err = i.Locked
		}
		if err != nil {
			w.log().Error("the token cannot be renewed now", "error", err)
			return
		}
		if i.Version > c.Version { // it may be old as well
			w.use(i)
			continue
		}
		if !c.expired(now) || !pause(ctx, renewPause) {
			return
		}
	}
}

// exchange exchanges the tokens for the next ones. It can be done once: what Slack
// answers is used even if it cannot be kept.
func (w *workspace) exchange(ctx context.Context, c *access) {
	next, err := slack.RefreshOAuthV2TokenContext(ctx, w.http, w.o.Install.ClientID, w.o.Install.ClientSecret, c.Refresh, slack.OAuthOptionAPIURL(w.o.API))
	if err != nil {
		if said := code(err); slices.Contains(deniedCodes, said) || said == "invalid_refresh_token" {
			w.denied.Store(true)
		}
		w.log().Error("Slack does not renew the token; if it goes on so, install the app there again", "error", err)
		return
	}
	i := c.Installation
	i.Token, i.Refresh, i.Expires = next.AccessToken, next.RefreshToken, w.o.Now().Add(time.Duration(next.ExpiresIn)*time.Second)
	last, err := w.o.Install.Installs.Renewed(ctx, i)
	switch {
	case err != nil:
		w.log().Error("the renewed token cannot be kept; after the next start the app has to be installed there again", "error", err)
	case !last:
		w.log().Warn("the token was renewed, but somebody has installed the app anew meanwhile")
		return
	default:
		w.log().Info("the token was renewed", "until", i.Expires)
	}
	i.Version++
	w.use(i)
}

// pause waits, and reports whether it could.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

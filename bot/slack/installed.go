package slack

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"lotsenfunk/bot"
)

// Where the app is installed by people themselves, its tokens are in the database and
// another process may change them: renew them, or take them away. So a workspace is
// looked up when it is not known yet, when Slack does not take its token, and every
// minute.

// InstallOptions say how the app is installed in several workspaces.
type InstallOptions struct {
	ClientID, ClientSecret string
	// URL is where browsers reach the page for it, without a slash at its end.
	URL      string
	Installs bot.Installs
}

// lookEvery is how often all installations are looked at.
const lookEvery = time.Minute

// Why nothing can be said in a workspace, although it is a town's.
var (
	errTakenOut = errors.New("the app was taken out of the workspace")
	errLocked   = errors.New("its token cannot be opened with the keys that are given")
)

// access is how a workspace is asked: with a token, which may be the next one soon.
type access struct {
	*slack.Client
	bot.Installation // zero where the token is configured
}

// client is a client of the Web API with a token.
func (a *Adapter) client(token string) *slack.Client {
	return slack.New(token, slack.OptionAPIURL(a.o.API), slack.OptionAppLevelToken(a.o.AppToken), slack.OptionHTTPClient(&sparing{Client: a.http, api: a.o.API, now: a.o.Now}))
}

// api is the client with the token of now.
func (w *workspace) api(ctx context.Context) *slack.Client {
	if c := w.access.Load(); c.due(w.o.Now()) {
		w.renew(ctx)
	}
	return w.access.Load().Client
}

// team finds a workspace by its id. One in which the app is not installed, or which
// belongs to no town, is errUnknown.
func (a *Adapter) team(ctx context.Context, id string) (*workspace, error) {
	a.mu.Lock()
	w := a.workspaces[id]
	a.mu.Unlock()
	if w == nil && a.o.Install == nil {
		return nil, errUnknown
	}
	if w != nil && (!w.denied.Load() || !w.installed()) {
		return w, nil
	}
	i, ok, err := a.o.Install.Installs.Installation(ctx, bot.Tenant{Platform: Platform, ID: id})
	switch {
	case err != nil:
		return nil, err
	case !ok || !i.Town:
		return nil, errUnknown
	}
	switch w = a.keep(i); {
	case !i.Removed.IsZero():
		return nil, errUnknown
	case i.Locked != nil && w.denied.Load():
		return nil, errLocked
	}
	return w, nil
}

// installed reports whether people installed the app there, and nobody configured it.
func (w *workspace) installed() bool { return w.access.Load().Tenant.ID != "" }

// keep keeps what the database says of a workspace that belongs to a town.
func (a *Adapter) keep(i bot.Installation) *workspace {
	a.mu.Lock()
	w := a.workspaces[i.Tenant.ID]
	if w == nil {
		w = a.newWorkspace(i.Tenant.ID, &access{Client: a.client(i.Token), Installation: i})
		w.takenOut(!i.Removed.IsZero())
		w.denied.Store(i.Token == "") // each time it is looked whether it has one
		a.workspaces[i.Tenant.ID] = w
	}
	a.mu.Unlock()
	if was := w.locked.Swap(i.Locked != nil); i.Locked != nil {
		if !was {
			w.log().Error("nothing can be said or answered there: put the key back, or have the app installed there again", "error", i.Locked)
		}
		return w // with the token that it has, as long as that is good
	}
	w.use(i)
	return w
}

// use asks with the tokens of an installation from now on, unless there are newer ones
// or these are configured.
func (w *workspace) use(i bot.Installation) {
	w.mu.Lock()
	defer w.mu.Unlock()
	old := w.access.Load()
	if old.Tenant.ID == "" || old.Version >= i.Version {
		return
	}
	w.access.Store(&access{Client: w.client(i.Token), Installation: i})
	w.me = nil
	w.takenOut(!i.Removed.IsZero())
}

// takenOut notes whether the app is in the workspace at all.
func (w *workspace) takenOut(is bool) {
	w.removed.Store(is)
	w.denied.Store(is)
}

// watch looks at all installations now and every minute, so that readiness is current
// and no token expires because nobody writes.
func (a *Adapter) watch(ctx context.Context) {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		if err := a.look(ctx); err != nil && ctx.Err() == nil {
			a.o.Log.Error("the installations cannot be read; trying again", "platform", Platform, "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// look takes over what the database says of all installations that belong to a town.
func (a *Adapter) look(ctx context.Context) error {
	all, err := a.o.Install.Installs.Installations(ctx, Platform)
	for _, i := range all {
		if !i.Town {
			continue
		}
		w := a.keep(i)
		if w.installed() && !w.denied.Load() {
			w.api(ctx) // renews the token if it is time, also where nobody writes
			if _, err := w.self(ctx); err != nil {
				w.log().Error("the workspace cannot be reached", "error", err)
			}
		}
	}
	return err
}

// leave is what Slack tells when a workspace takes the app out, or revokes its
// token. For the latter it is asked whether the token is still good: an old one may be
// meant. What the town has is kept, and waits until the app is installed again.
func (a *Adapter) leave(ctx context.Context, team string, at time.Time, sure bool) error {
	a.mu.Lock()
	w := a.workspaces[team]
	a.mu.Unlock()
	if w == nil && !sure {
		var err error
		if w, err = a.team(ctx, team); err != nil && !errors.Is(err, errUnknown) {
			return err
		}
	}
	if w != nil && !sure {
		w.mu.Lock()
		w.me = nil
		w.mu.Unlock()
		if _, err := w.self(ctx); !errors.Is(err, errDenied) {
			return err
		}
	}
	tenant, name := bot.Tenant{Platform: Platform, ID: team}, team
	if a.o.Install != nil && (w == nil || w.installed()) {
		i, ok, err := a.o.Install.Installs.Installation(ctx, tenant)
		if err != nil || !ok || !i.Removed.IsZero() || i.Installed.After(at) { // told already, or of an earlier one
			return err
		}
		name = i.Name
	} else if w == nil || w.removed.Load() {
		return nil
	}
	if a.o.TakenOut != nil { // first: what follows happens once
		if err := a.o.TakenOut(ctx, tenant, name, at); err != nil {
			return err
		}
	}
	if a.o.Install != nil && (w == nil || w.installed()) {
		if _, err := a.o.Install.Installs.Uninstall(ctx, tenant, at); err != nil {
			return err
		}
	}
	if w != nil {
		w.takenOut(true)
	}
	a.o.Log.Error("the app was taken out of the workspace: what is to be said there waits until it is installed again", "platform", Platform, "tenant", team)
	return nil
}

// gone says that a workspace cannot be written to, and why.
func (a *Adapter) gone(t bot.Tenant, err error) error {
	switch {
	case errors.Is(err, errUnknown):
		return fmt.Errorf("tenant %s is no connected workspace: %w", t.ID, bot.ErrDisconnected)
	case errors.Is(err, errTakenOut), errors.Is(err, errLocked):
		return fmt.Errorf("tenant %s: %w: %w", t.ID, bot.ErrDisconnected, err)
	}
	return fmt.Errorf("look up tenant %s: %w", t.ID, err)
}

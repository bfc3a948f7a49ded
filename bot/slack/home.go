package slack

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"time"

	"github.com/slack-go/slack"

	"lotsenfunk/bot"
)

// The home is a tab of the app: what waits for the person, and what is theirs. Slack
// tells when somebody opens it. From then on it is looked at again after everything
// they did and after every notice to them, and published if it says something else.
// Who has opened theirs just now may be looking at it: it is looked at again after
// whatever anybody did. Who was there is forgotten with the program; they open it again.

// glance is how long somebody may be looking at their home.
const glance = 15 * time.Minute

// home is what was published to somebody.
type home struct {
	digest [sha256.Size]byte
	opened time.Time
}

// opened answers that somebody opened their home.
func (w *workspace) opened(ctx context.Context, who bot.Account, m *bot.Message) {
	if m == nil {
		return
	}
	if err := w.publish(ctx, who.ID, w.written(ctx, *m, who.ID), w.o.Now()); err != nil {
		w.log().Warn("somebody's home is not current", "error", explained(err))
	}
}

// publish writes a home if it says something else than it did. The zero time is for one
// that was opened before.
func (w *workspace) publish(ctx context.Context, user string, b body, opened time.Time) error {
	raw, err := json.Marshal(b.blocks)
	if err != nil {
		return err
	}
	digest := sha256.Sum256(raw)
	w.mu.Lock()
	before := w.homes[user]
	if opened.IsZero() {
		opened = before.opened
	}
	if before.digest == digest && opened.Equal(before.opened) { // who opens it gets it, whatever another process did
		w.homes[user] = home{digest, opened}
		w.mu.Unlock()
		return nil
	}
	w.mu.Unlock()
	err = patiently(ctx, func() error {
		_, err := w.api(ctx).PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: user,
			View: slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: b.blocks}}})
		return w.trouble(err)
	})
	if err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	remember(w.homes, user, home{digest, opened})
	return nil
}

// refresh looks at the home of somebody who has opened it.
func (w *workspace) refresh(ctx context.Context, who bot.Account) {
	w.mu.Lock()
	_, there := w.homes[who.ID]
	w.mu.Unlock()
	h := w.answers.Handler()
	if !there || h == nil {
		return
	}
	reply := h.Handle(ctx, bot.Event{Kind: bot.KindHome, Delivery: homeAgain + who.ID, Who: who, Where: bot.Place{Direct: true, Private: true}})
	if m := reply.Message(); m != nil {
		if err := w.publish(ctx, who.ID, w.written(ctx, *m, who.ID), time.Time{}); err != nil {
			w.log().Warn("somebody's home is not current", "error", explained(err))
		}
	}
}

// changed looks at the homes that somebody may be looking at. What changes meanwhile is
// looked at in one more round.
func (w *workspace) changed(ctx context.Context) {
	w.mu.Lock()
	idle := !w.rounds && len(w.homes) > 0
	w.stale = true
	w.rounds = w.rounds || idle
	w.mu.Unlock()
	if idle {
		w.begin(ctx, w.round)
	}
}

func (w *workspace) round(ctx context.Context) {
	for {
		w.mu.Lock()
		if !w.stale {
			w.rounds = false
			w.mu.Unlock()
			return
		}
		w.stale = false
		var lookers []string
		for user, home := range w.homes {
			if w.o.Now().Sub(home.opened) < glance {
				lookers = append(lookers, user)
			}
		}
		w.mu.Unlock()
		for _, user := range lookers {
			if who, err := w.account(ctx, user); err == nil {
				w.refresh(ctx, who)
			}
		}
	}
}

// homeAgain begins the delivery of a home that nobody opened just now.
const homeAgain = "home/"

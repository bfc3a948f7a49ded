package slack

import (
	"context"
	"crypto/sha256"
	"encoding/json"

	"github.com/slack-go/slack"

	"lotsenfunk/bot"
)

// The home is a tab of the app: what waits for the person, and what is theirs. Slack
// tells when somebody opens it. From then on it is looked at again after everything
// they did and after every notice to them, and published if it says something else.
// Who was there is forgotten with the program; they open it again.

// opened answers that somebody opened their home.
func (w *workspace) opened(ctx context.Context, who bot.Account, m *bot.Message) {
	if m == nil {
		return
	}
	if err := w.publish(ctx, who.ID, w.written(ctx, *m)); err != nil {
		w.log().Warn("somebody's home is not current", "error", explained(err))
	}
}

// publish writes a home if it says something else than it did.
func (w *workspace) publish(ctx context.Context, user string, b body) error {
	raw, err := json.Marshal(b.blocks)
	if err != nil {
		return err
	}
	digest := sha256.Sum256(raw)
	w.mu.Lock()
	same := w.homes[user] == digest
	w.mu.Unlock()
	if same {
		return nil
	}
	_, err = w.client.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: user,
		View: slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: b.blocks}}})
	if err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	remember(w.homes, user, digest)
	return nil
}

// refresh looks at the home of somebody who has opened it.
func (w *workspace) refresh(ctx context.Context, who bot.Account) {
	w.mu.Lock()
	_, there := w.homes[who.ID]
	w.mu.Unlock()
	h := w.handler()
	if !there || h == nil {
		return
	}
	reply := h.Handle(ctx, bot.Event{Kind: bot.KindHome, Delivery: homeAgain + who.ID, Who: who, Where: bot.Place{Direct: true, Private: true}})
	w.opened(ctx, who, reply.Message())
}

// homeAgain begins the delivery of a home that nobody opened just now.
const homeAgain = "home/"

package slack

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/slack-go/slack"

	"lotsenfunk/bot"
)

// searched answers a search in a select.
func (w *workspace) searched(ctx context.Context, h bot.Handler, c slack.InteractionCallback) (any, error) {
	action, ok := strings.CutPrefix(c.ActionID, searching)
	if !ok {
		return nil, errUnreadable
	}
	in := w.incoming(bot.KindOptions, c.User.ID, "")
	in.ev.Action, in.ev.Text = action, c.Value
	return w.acknowledge(ctx, h, in), nil
}

// found are options as Slack takes them for a search.
func (w *workspace) found(all []bot.Option) any {
	options, _, err := choices(all[:min(len(all), maxOptions)], maxOptionText)
	if err != nil {
		w.log().Error("options that were found are left out", "error", err)
	}
	f := foundOptions{append([]*slack.OptionBlockObject{}, options...)} // never nothing: then Slack would say that it failed
	for len(f.Options) > 0 {
		if raw, err := json.Marshal(f); err == nil && len(raw) <= maxAck {
			break
		}
		f.Options = f.Options[:len(f.Options)*3/4] // who looks for one of the others types on
	}
	return f
}

// foundOptions answer a search.
type foundOptions struct {
	Options []*slack.OptionBlockObject `json:"options"`
}

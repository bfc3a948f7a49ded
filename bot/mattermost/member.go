package mattermost

import (
	"context"
	"net/http"

	"github.com/mattermost/mattermost/server/public/model"
)

// asMember does something that takes membership of a channel. The server may not
// know yet that the bot is in a channel that was made a moment ago: it remembers
// where everybody is, and what another request reads while the channel is made is
// remembered too, for up to a quarter of an hour (App.InvalidateCacheForUser in
// channel.go of Mattermost). Noting once more what the bot wants to be notified of
// there, everything, makes it forget that; a bot that is no member is refused again.
func (s *server) asMember(ctx context.Context, channel string, do func() (*model.Response, error)) (*model.Response, error) {
	resp, err := do()
	if resp == nil || resp.StatusCode != http.StatusForbidden || !isAppError(err, "api.context.permissions.app_error") {
		return resp, err
	}
	f, unknown := s.facts(ctx)
	if unknown != nil {
		return resp, err
	}
	wanted := map[string]string{model.MarkUnreadNotifyProp: model.ChannelMarkUnreadAll}
	if _, no := s.client.UpdateChannelNotifyProps(ctx, channel, f.me, wanted); no != nil {
		return resp, err
	}
	return do()
}

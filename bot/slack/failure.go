package slack

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"lotsenfunk/bot"
)

// errDenied: Slack refuses the bot's token.
var errDenied = errors.New("the bot's token is refused")

// What Slack says when the receiver is gone, when the token is, and when it does not
// know itself what became of a request (docs.slack.dev/reference/methods, "Errors").
var (
	goneCodes = []string{"channel_not_found", "is_archived", "not_in_channel", "message_not_found", "user_not_found", "user_disabled",
		"users_not_found", "cannot_dm_bot", "cant_update_message", "cant_delete_message", "thread_not_found", "user_not_in_channel"}
	deniedCodes  = []string{"invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive", "team_access_not_granted"}
	unclearCodes = []string{"internal_error", "fatal_error", "request_timeout", "service_unavailable"}
	limitedCodes = []string{"ratelimited", "rate_limited"}
)

// noScope: the app was installed without a scope that the method needs.
const noScope = "missing_scope"

// code is Slack's word for what is wrong, or "".
func code(err error) string {
	var said slack.SlackErrorResponse
	if errors.As(err, &said) {
		return said.Err
	}
	return ""
}

// explained adds what Slack says is wrong with a message or a view: places and limits,
// no words of anybody's.
func explained(err error) error {
	var said slack.SlackErrorResponse
	if errors.As(err, &said) && len(said.ResponseMetadata.Messages) > 0 {
		return fmt.Errorf("%w: %s", err, strings.Join(said.ResponseMetadata.Messages, "; "))
	}
	return err
}

// longestPause is the most that Slack's wish to wait is granted; shortPause is how long
// to wait if Slack does not say it.
const (
	longestPause = 10 * time.Minute
	shortPause   = 5 * time.Second
)

// trouble says what a failed call means to delivery.
func (w *workspace) trouble(err error) error {
	var limited *slack.RateLimitedError
	var dialing *net.OpError
	switch said := code(err); {
	case err == nil:
		return nil
	case errors.As(err, &limited):
		return &bot.RateLimited{After: min(max(limited.RetryAfter, time.Second), longestPause), Channel: true} // the others try for themselves
	case slices.Contains(limitedCodes, said): // with status 200, and no word of how long
		return &bot.RateLimited{After: shortPause, Channel: true}
	case slices.Contains(goneCodes, said):
		return fmt.Errorf("%w: %w", bot.ErrGone, err)
	case slices.Contains(deniedCodes, said):
		w.denied.Store(true)
		return fmt.Errorf("%w: %w: %w", bot.ErrDisconnected, errDenied, err)
	case said == noScope, errors.As(err, &dialing) && dialing.Op == "dial": // until it is installed again, or there
		return fmt.Errorf("%w: %w", bot.ErrDisconnected, err)
	}
	return explained(err)
}

// sent is trouble for a call that says something: if it may have been said, but the
// answer did not come or does not tell, that is bot.ErrAmbiguous.
func (w *workspace) sent(err error) error {
	if err == nil {
		return nil
	}
	var status slack.StatusCodeError
	var limited *slack.RateLimitedError
	var dialing *net.OpError
	said := code(err)
	switch {
	case errors.As(err, &status) && status.Code >= http.StatusInternalServerError, slices.Contains(unclearCodes, said):
		return fmt.Errorf("%w: %w", bot.ErrAmbiguous, err)
	case said == "" && !errors.As(err, &limited) && !errors.As(err, &status) && (!errors.As(err, &dialing) || dialing.Op != "dial"):
		return fmt.Errorf("%w: %w", bot.ErrAmbiguous, err)
	}
	return w.trouble(err)
}

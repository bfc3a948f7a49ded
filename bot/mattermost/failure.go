package mattermost

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/mattermost/mattermost/server/public/model"

	"lotsenfunk/bot"
)

// trouble says what a failed request means to delivery: the platform asks to
// wait, the server cannot be reached or does not take the bot's token, the
// receiver is gone, or passing trouble.
func trouble(resp *model.Response, err error) error {
	if unreachable(resp, err) {
		return fmt.Errorf("%w: %w", bot.ErrDisconnected, err)
	}
	if resp == nil {
		return err
	}
	switch resp.StatusCode {
	case http.StatusTooManyRequests:
		return &bot.RateLimited{After: pause(resp.Header)}
	case http.StatusUnauthorized:
		return fmt.Errorf("%w: %w: %w", bot.ErrDisconnected, errRefused, err)
	case http.StatusForbidden, http.StatusNotFound:
		// Something in front of the server may say so too, while that is away.
		if saidByServer(err) {
			return fmt.Errorf("%w: %w", bot.ErrGone, err)
		}
		return fmt.Errorf("%w: %w", bot.ErrDisconnected, err)
	}
	return err
}

// errRefused: the server does not take the bot's token.
var errRefused = errors.New("the server does not take the bot's token")

// unreachable reports whether a request never got to the server.
func unreachable(resp *model.Response, err error) bool {
	var dialing *net.OpError
	var untrusted *tls.CertificateVerificationError
	return resp == nil && (errors.As(err, &dialing) && dialing.Op == "dial" || errors.As(err, &untrusted))
}

// saidByServer reports whether an error is the server's own.
func saidByServer(err error) bool {
	var app *model.AppError
	return errors.As(err, &app) && app.Id != ""
}

// sent is trouble for a request that makes a post: if it may have arrived, but
// its answer did not, that is bot.ErrAmbiguous.
func sent(resp *model.Response, err error) error {
	switch {
	case resp != nil && resp.StatusCode >= http.StatusInternalServerError,
		resp == nil && !unreachable(resp, err):
		return fmt.Errorf("%w: %w", bot.ErrAmbiguous, err)
	case resp != nil && resp.StatusCode == http.StatusBadRequest && isAppError(err, "api.post.create_post.can_not_post_to_deleted.error", "api.context.invalid_param.app_error"):
		return fmt.Errorf("%w: %w", bot.ErrGone, err)
	}
	return trouble(resp, err)
}

// isAppError reports whether the server named one of these reasons.
func isAppError(err error, ids ...string) bool {
	var app *model.AppError
	if !errors.As(err, &app) {
		return false
	}
	for _, id := range ids {
		if app.Id == id {
			return true
		}
	}
	return false
}

// longestPause is the most that a platform's wish to wait is granted.
const longestPause = 10 * time.Minute

// pause is how long the platform asks to wait: Retry-After, or the older
// X-RateLimit-Reset, both in seconds; a second if it says nothing.
func pause(h http.Header) time.Duration {
	for _, name := range []string{"Retry-After", "X-RateLimit-Reset"} {
		if n, err := strconv.Atoi(h.Get(name)); err == nil && n >= 0 {
			return min(max(time.Duration(n)*time.Second, time.Second), longestPause)
		}
	}
	return time.Second
}

// How often an answer is tried while the platform asks to wait, and for how long
// at most: somebody is waiting for it, and so does whoever stops the program.
const (
	answerTries = 3
	answerPause = 10 * time.Second
)

// patiently does something, and again if the platform asks to wait for a moment.
func patiently(ctx context.Context, do func() error) error {
	for try := 1; ; try++ {
		err := do()
		var wait *bot.RateLimited
		if !errors.As(err, &wait) || try == answerTries || wait.After > answerPause {
			return err
		}
		timer := time.NewTimer(wait.After)
		select {
		case <-ctx.Done():
			timer.Stop()
			return err
		case <-timer.C:
		}
	}
}

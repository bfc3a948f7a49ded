package slacktest

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// Sign signs a body as docs.slack.dev/authentication/verifying-requests-from-slack
// says.
func Sign(h http.Header, secret string, at int64, body string) {
	mac := hmac.New(sha256.New, []byte(secret))
	_, _ = fmt.Fprintf(mac, "v0:%d:%s", at, body)
	h.Set("X-Slack-Request-Timestamp", strconv.FormatInt(at, 10))
	h.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
}

// request writes a delivery as a request.
func (s *Slack) request(ctx context.Context, d *delivery) (*http.Request, error) {
	raw, err := json.Marshal(d.payload)
	if err != nil {
		return nil, err
	}
	to, kind, body := s.App.HTTP.Events, "application/json", string(raw)
	switch d.kind {
	case kindCommand:
		to, kind = s.App.HTTP.Commands, "application/x-www-form-urlencoded"
		form := url.Values{}
		for name, v := range d.payload {
			form.Set(name, fmt.Sprint(v))
		}
		body = form.Encode()
	case kindInteract, kindOptions:
		to, kind = s.App.HTTP.Interact, "application/x-www-form-urlencoded"
		if d.kind == kindOptions {
			to = s.App.HTTP.Options
		}
		body = url.Values{"payload": {string(raw)}}.Encode()
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, to, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", kind)
	r.Header.Set("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)")
	Sign(r.Header, SigningSecret, s.Clock.Now().Unix(), body)
	if d.attempt > 0 {
		r.Header.Set("X-Slack-Retry-Num", strconv.Itoa(d.attempt))
		r.Header.Set("X-Slack-Retry-Reason", d.reason)
	}
	return r, nil
}

// sendHTTP sends a signed request. An answer that is no 200, or later than three
// seconds, is none.
func (s *Slack) sendHTTP(ctx context.Context, d *delivery) (reply, error) {
	late, stop := s.Clock.after(AckTime)
	defer stop()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	r, err := s.request(ctx, d)
	if err != nil {
		return reply{}, err
	}
	type result struct {
		reply
		err error
	}
	answered := make(chan result, 1)
	s.work.Go(func() {
		got, err := s.exchange(r)
		answered <- result{got, err}
	})
	select {
	case got := <-answered:
		return got.reply, got.err
	case <-late:
		return reply{}, errTimeout
	case <-s.ctx.Done():
		return reply{}, s.ctx.Err()
	case <-ctx.Done():
		return reply{}, ctx.Err()
	}
}

func (s *Slack) exchange(r *http.Request) (reply, error) {
	client := s.server.Client()
	resp, err := (&http.Client{Transport: client.Transport, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}).Do(r)
	if err != nil {
		return reply{}, fmt.Errorf("%w: %w", errNoOne, err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	switch {
	case resp.StatusCode != http.StatusOK && resp.Header.Get("X-Slack-No-Retry") == "1":
		return reply{empty: true}, nil
	case resp.StatusCode != http.StatusOK:
		return reply{}, fmt.Errorf("%w but %d", errStatus, resp.StatusCode)
	case err != nil:
		return reply{}, fmt.Errorf("%w: %w", errNoOne, err)
	case len(raw) == 0:
		return reply{empty: true}, nil
	}
	if strings.HasPrefix(resp.Header.Get("Content-Type"), "application/json") {
		v, ok := decode(raw)
		if !ok {
			return reply{}, errors.New("the answer is no JSON")
		}
		return reply{body: v}, nil
	}
	return reply{body: string(raw)}, nil
}

// Verify asks the app whether the address for events is its own
// (url_verification), as Slack does when one is entered.
func (s *Slack) Verify(ctx context.Context) error {
	const challenge = "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"
	got, err := s.send(ctx, &delivery{kind: kindEvent, payload: object{"token": "verification-token", "challenge": challenge, "type": "url_verification"}})
	if err != nil {
		return err
	}
	if o, ok := got.body.(object); ok && o["challenge"] == challenge || got.body == challenge {
		return nil
	}
	return fmt.Errorf("the challenge was answered with %v", got.body)
}

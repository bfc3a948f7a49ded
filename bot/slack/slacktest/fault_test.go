package slacktest_test

import (
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"lotsenfunk/bot/slack/slacktest"
)

// Whatever is to go wrong goes wrong, as often as it is to, and nowhere else.
func TestFaults(t *testing.T) {
	r := newRig(t, app())
	post := func(channel string) error {
		_, _, err := r.client.PostMessage(channel, text("x"))
		return err
	}
	count := func() int { return len(r.seen(r.anna, r.ideas)) }

	mend := r.Fail(slacktest.Fault{Method: "chat.postMessage", Channel: r.ideas, Every: 3, RetryAfter: 1500 * time.Millisecond})
	for i := 1; i <= 6; i++ {
		err := post(r.ideas)
		var limited *slack.RateLimitedError
		if errors.As(err, &limited) != (i%3 == 0) || limited != nil && limited.RetryAfter != 2*time.Second {
			t.Errorf("call %d: %v", i, err)
		}
		r.must(post(r.guides))
	}
	mend()
	if n := count(); n != 4 {
		t.Errorf("%d messages stand there", n)
	}

	mend = r.Fail(slacktest.Fault{Method: "chat.postMessage", Times: 1, Status: http.StatusBadGateway})
	var status slack.StatusCodeError
	if err := post(r.ideas); !errors.As(err, &status) || status.Code != http.StatusBadGateway {
		t.Errorf("a broken server: %v", err)
	}
	r.must(post(r.ideas))
	mend()
	mend = r.Fail(slacktest.Fault{Times: 1, Error: "internal_error"})
	r.refused(post(r.ideas), "internal_error")
	mend()
	before := count()
	mend = r.Fail(slacktest.Fault{Times: 1, Cut: true, After: true})
	if err := post(r.ideas); err == nil {
		t.Error("half an answer was understood")
	}
	mend()
	mend = r.Fail(slacktest.Fault{Times: 1, Hang: true, After: true})
	ctx := within(t, 50*time.Millisecond)
	if _, _, err := r.client.PostMessageContext(ctx, r.ideas, text("x")); !errors.Is(err, ctx.Err()) {
		t.Errorf("no answer: %v", err)
	}
	mend()
	if n := count(); n != before+2 {
		t.Errorf("%d messages stand there, want %d: what was asked for is done though the answer is lost", n, before+2)
	}
}

func TestManyAtOnce(t *testing.T) {
	r := newRig(t, app())
	done := make(chan error)
	for i := range 20 {
		go func() {
			_, _, err := r.client.PostMessage(r.ideas, text(fmt.Sprint("Nachricht ", i)))
			done <- err
		}()
	}
	for range 20 {
		r.must(<-done)
	}
	stamps := map[string]bool{}
	for _, s := range r.seen(r.anna, r.ideas) {
		stamps[s.TS] = true
	}
	if len(stamps) != 20 {
		t.Errorf("%d messages with time stamps of their own", len(stamps))
	}
}

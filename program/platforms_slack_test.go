package program_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"lotsenfunk/bot/slack"
	"lotsenfunk/bot/slack/slacktest"
	"lotsenfunk/program"
	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

// ideas are how many Aach has.
func (h *chats) ideas() (n int) {
	h.Helper()
	h.mustDo(h.db.View(h.Context(), "aach", func(tx *storage.Tx) (err error) {
		n, err = tx.CountFound(storage.IdeaFilter{})
		return err
	}))
	return n
}

// send sends what Slack would, signed with a secret at a moment, or not at all.
func (h *chats) send(path, body, secret string, at time.Time) (status int) {
	h.Helper()
	r, err := http.NewRequestWithContext(h.Context(), http.MethodPost, h.url+path, strings.NewReader(body))
	h.mustDo(err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if secret != "" {
		slacktest.Sign(r.Header, secret, at.Unix(), body)
	}
	resp, err := http.DefaultClient.Do(r)
	h.mustDo(err)
	h.mustDo(resp.Body.Close())
	return resp.StatusCode
}

// Slack reaches the service over HTTP. What is forged, stale, said twice, of an unknown
// workspace or not to be read has no effect, is counted, and logged without what it
// holds.
func TestSlackRequestsAreRefused(t *testing.T) {
	l := listenAnywhere(t)
	h := newChats(t, storagetest.SQLite(t), "http://"+l.Addr().String())
	h.startOn(l, h.with(program.Slack{SigningSecret: slacktest.SigningSecret}))
	h.ready(true)
	aach := h.channel["aach"]
	h.mustDo(h.on("aach", "ben").Command(t.Context(), aach, "/idee Ein Geheimnis bleibt geheim"))
	before := h.ideas()
	command := "team_id=" + h.rooms["aach"].ID + "&channel_id=" + aach + "&user_id=" + h.people["aach ben"] + "&command=/idee&text=Noch+ein+Geheimnis&trigger_id=1.2.abc"
	now, good := h.clock.Now(), slacktest.SigningSecret
	for _, c := range []struct {
		path, body, secret string
		at                 time.Time
		want               int
	}{
		{slack.PathCommand, command, "", now, 401},
		{slack.PathCommand, command, "another secret", now, 401},
		{slack.PathCommand, command, good, now.Add(-6 * time.Minute), 401},
		{slack.PathCommand, strings.Replace(command, h.rooms["aach"].ID, "T404", 1), good, now, 403},
		{slack.PathCommand, "text=Geheimnis", good, now, 400},
		{slack.PathInteract, "payload=%7BGeheimnis", good, now, 400},
		{slack.PathEvents, `{"Geheimnis"`, good, now, 400},
	} {
		if got := h.send(c.path, c.body, c.secret, c.at); got != c.want {
			t.Errorf("%s %s: %d, not %d", c.path, c.body, got, c.want)
		}
	}
	if n := h.ideas(); n != before {
		t.Errorf("%d ideas instead of %d", n, before)
	}
	h.metric(`lotsenfunk_requests_refused_total{platform="slack",reason="not signed by Slack"} 2`, `lotsenfunk_requests_refused_total{platform="slack",reason="signed too long ago"} 1`,
		`lotsenfunk_requests_refused_total{platform="slack",reason="an unknown workspace"} 1`, `lotsenfunk_requests_refused_total{platform="slack",reason="unreadable"} 3`)
	for range 3 { // the same request three times has one effect
		if got := h.send(slack.PathCommand, command, good, now); got != 200 {
			t.Errorf("a good one: %d", got)
		}
		h.settle()
	}
	if n := h.ideas(); n > before+1 {
		t.Errorf("said again it is filed again: %d ideas instead of %d", n, before+1)
	}
	if strings.Contains(h.log.String(), "Geheimnis") {
		t.Errorf("the log:\n%s", h.log)
	}
}

// A flood of cards while Slack answers every third call with 429: nothing is lost and
// nothing stands there twice.
func TestSlackEveryThirdCallWaits(t *testing.T) {
	h := newChats(t, storagetest.SQLite(t), "")
	h.startWith(h.with(program.Slack{AppToken: slacktest.AppToken}))
	if err := h.slack.Connected(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	mend := h.slack.Fail(slacktest.Fault{Method: "chat.postMessage", Every: 3, RetryAfter: time.Second})
	defer mend()
	const many = 60
	for n := 1; n <= many; n++ {
		h.update("newtown", func(tx *storage.Tx) error {
			idea, err := townhall.NewIdea("Bench", "", "", "anna", townhall.DateOf(h.clock.Now(), time.UTC))
			if err == nil {
				err = tx.CreateIdea(idea)
			}
			if err == nil {
				err = tx.RefreshIdea(idea, h.clock.Now(), townhall.DateOf(h.clock.Now(), time.UTC))
			}
			return err
		})
		h.comment("newtown", "No "+string(rune('0'+n/10))+string(rune('0'+n%10)))
	}
	for range 4 * many { // a second of the clock for each
		h.settle()
		h.clock.turn(time.Second)
	}
	h.settle()
	cards, told := 0, 0
	for _, m := range h.on("newtown", "anna").Look(h.channel["newtown"]) {
		if strings.Contains(m.Text, "Bench") {
			cards++
		}
	}
	seen := map[string]int{}
	for _, m := range h.on("newtown", "anna").Look(h.rooms["newtown"].DM(h.people["newtown anna"])) {
		seen[m.Text]++
		told++
	}
	if cards != many || told != many || len(seen) != many {
		t.Errorf("%d cards, %d told, %d different, not %d", cards, told, len(seen), many)
	}
}

// What cannot be said because Slack took the token away waits, and arrives when there
// is a new one.
func TestSlackTokenIsRevoked(t *testing.T) {
	h := newChats(t, storagetest.SQLite(t), "")
	h.startWith(h.with(program.Slack{AppToken: slacktest.AppToken}))
	if err := h.slack.Connected(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	h.ready(true)
	h.update("newtown", func(tx *storage.Tx) error {
		idea, err := townhall.NewIdea("Bench", "", "", "anna", townhall.DateOf(h.clock.Now(), time.UTC))
		if err == nil {
			err = tx.CreateIdea(idea)
		}
		return err
	})
	h.rooms["newtown"].Revoke()
	for range 5 {
		h.comment("newtown", "First")
		h.clock.turn(time.Hour)
		h.settle()
	}
	if missing := h.ready(false); len(missing) != 1 || !strings.Contains(missing[0], "slack "+h.rooms["newtown"].ID+": ") || !strings.Contains(missing[0], "token") {
		t.Errorf("missing: %q", missing)
	}
	h.metric(`lotsenfunk_platform_up{platform="slack",tenant="`+h.rooms["newtown"].ID+`"} 0`, `lotsenfunk_platform_token_refused{platform="slack",tenant="`+h.rooms["newtown"].ID+`"} 1`)
	h.rooms["newtown"].Install()
	h.stop() // a new token is read at the start
	h.startWith(h.with(program.Slack{AppToken: slacktest.AppToken}))
	h.ready(true)
	h.clock.turn(time.Hour)
	h.settle()
	if said := h.on("newtown", "anna").Look(h.rooms["newtown"].DM(h.people["newtown anna"])); len(said) != 1 || !strings.Contains(said[0].Text, "First") {
		t.Errorf("%+v", said)
	}
}

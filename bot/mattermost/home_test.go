package mattermost

import (
	"context"
	"strings"
	"testing"
	"time"

	"lotsenfunk/bot"
)

// The home is written and pinned when it is first wanted, left alone as long as it
// says the same, and written anew when it says something else.
func TestHome(t *testing.T) {
	r := newRig(t)
	var h bot.Handler = bot.HandlerFunc(func(_ context.Context, ev bot.Event) bot.Reply {
		r.mu.Lock()
		defer r.mu.Unlock()
		return r.reply
	})
	r.Adapter.answers.Set(h)
	s := r.servers["t"]
	home := func(line string) string {
		r.answers(bot.Private(bot.Message{Line: line, Rows: []bot.Row{{bot.Button("idea.new", "", "Idee einreichen")}}}))
		s.furnish(t.Context(), bot.Account{Tenant: s.tenant, ID: anna}, direct)
		return strings.Join(r.tiny.requests(), "\n")
	}
	if asked := home("Was möchtest du tun?"); !strings.Contains(asked, "Was möchtest du tun?") || !strings.Contains(asked, "/pin") {
		t.Errorf("at first: %s", asked)
	}
	r.now = r.now.Add(24 * time.Hour)
	if asked := home("Was möchtest du tun?"); asked != "" {
		t.Errorf("again, unchanged: %s", asked)
	}
	if asked := home("Eine Sache wartet auf dich."); !strings.HasPrefix(asked, "PUT") || strings.Contains(asked, "/pin") {
		t.Errorf("changed: %s", asked)
	}
	for name, value := range r.memory.all() {
		if strings.Contains(value, "2027") {
			t.Errorf("%s says when somebody was here: %s", name, value)
		}
	}
}

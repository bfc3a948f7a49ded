package slack_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"lotsenfunk/bot"
	"lotsenfunk/bot/bottest"
)

// While connections end one after the other, announced or not, everything that people
// say and do arrives; what is acknowledged in vain comes again with the same id.
func TestReconnects(t *testing.T) {
	h := newHall(t, false)
	var mu sync.Mutex
	heard := map[string]map[string]bool{} // ids by words
	h.handler.Store(bot.HandlerFunc(func(_ context.Context, ev bot.Event) bot.Reply {
		mu.Lock()
		defer mu.Unlock()
		if heard[ev.Text] == nil {
			heard[ev.Text] = map[string]bool{}
		}
		heard[ev.Text][ev.Delivery] = true
		return bot.Private(bot.Message{Line: "Notiert"})
	}))
	const many = 60
	for i := range many {
		var all sync.WaitGroup
		all.Go(func() {
			if err := h.stage.Say(t.Context(), bottest.Anna, "", fmt.Sprint("Nachricht ", i)); err != nil {
				t.Error(err)
			}
		})
		all.Go(func() {
			if err := h.stage.Say(t.Context(), bottest.Ben, strings.TrimPrefix(bottest.Public, "#"), fmt.Sprint("/idee Nummer ", i)); err != nil {
				t.Error(err)
			}
		})
		switch i % 4 {
		case 1:
			h.slack.Drop()
		case 3:
			h.slack.Disconnect("refresh_requested")
		}
		all.Wait()
		if i%2 == 1 { // Slack ends them one at a time
			if err := h.slack.Connected(t.Context(), 2); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := h.settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	mu.Lock()
	defer mu.Unlock()
	for words, ids := range heard {
		if len(ids) != 1 {
			t.Errorf("%q came with %d ids", words, len(ids))
		}
	}
	if len(heard) != 2*many {
		t.Errorf("%d things arrived, not %d", len(heard), 2*many)
	}
	if !h.Connections()[0].Up {
		t.Errorf("%+v", h.Connections())
	}
}

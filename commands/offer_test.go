package commands_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"lotsenfunk/bot"
)

// A message that comes again, because the offer may not have arrived, gets the
// same offer; but not once somebody has acted on it.
func TestAnOfferIsMadeAgainUntilSomebodyActs(t *testing.T) {
	d := newDesk(t)
	message := bot.Event{Kind: bot.KindMessage, Text: "Mehr Bänke vor dem Rathaus", Delivery: "post/1", Who: cem,
		Where: bot.Place{ID: "d-cem", Direct: true, Private: true}}
	first := d.router.Handle(t.Context(), message)
	if m := first.Message(); m == nil || len(m.Rows) == 0 {
		t.Fatalf("no offer: %+v", first)
	}
	if diff := cmp.Diff(first.Message().Rows, d.router.Handle(t.Context(), message).Message().Rows); diff != "" {
		t.Errorf("the second offer is another one:\n%s", diff)
	}
	drop := message
	drop.Kind, drop.Delivery, drop.Text = bot.KindClick, "trigger/1", ""
	for _, c := range first.Message().Controls() {
		if c.Action == "idea.drop_draft" {
			drop.Action, drop.Value = c.Action, c.Value
		}
	}
	d.router.Handle(t.Context(), drop)
	if again := d.router.Handle(t.Context(), message); again.Message() != nil {
		t.Errorf("after that it is offered again: %+v", again.Message())
	}
}

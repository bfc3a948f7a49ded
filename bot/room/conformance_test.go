package room_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"lotsenfunk/bot/bottest"
	"lotsenfunk/bot/room"
	"lotsenfunk/bot/script"
)

func TestConformance(t *testing.T) {
	bottest.Run(t, func(t *testing.T) bottest.Subject {
		r, err := room.New(t.Context(), room.Options{
			Tenant: "t",
			Seats:  []room.Seat{{ID: bottest.Anna}, {ID: bottest.Ben}, {ID: bottest.Cem}},
			Channels: []room.Channel{
				{ID: strings.TrimPrefix(bottest.Public, "#")},
				{ID: strings.TrimPrefix(bottest.Members, "#"), Members: []string{bottest.Anna, bottest.Ben}},
			},
			Shortcuts: []room.Shortcut{{Action: bottest.Action, Label: bottest.Shortcut}},
			Memory:    newMemory(),
			Now:       func() time.Time { return nine },
		})
		must(t, err)
		return bottest.Subject{
			Adapter: r,
			Stage:   &script.RoomStage{Room: func() *room.Room { return r }},
			Tenant:  r.Tenant(),
			ID:      func(who string) string { return strings.TrimPrefix(who, "#") },
			Connect: r.Connect,
			Settle:  func(context.Context) error { return nil },
		}
	})
}

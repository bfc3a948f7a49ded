package program_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"lotsenfunk/bot"
	"lotsenfunk/commands"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

// TestConfidentialQuestionsStayConfidential lets everybody who has no part in a
// confidential question try every row of the table on it, before and after
// somebody has claimed it and talked about it. Nobody reads a word of it, and
// neither the log nor the outbox holds one.
func TestConfidentialQuestionsStayConfidential(t *testing.T) {
	storagetest.RunLong(t, func(t *testing.T, db *storagetest.Database) {
		h := newHall(t, db, demo(t))
		h.handle(by("sb-pass", "ask", lotse("vertraulich Zimtsterne im Büro\nMuskat dazu")))
		h.handle(by("sb-pass", "amend", lotse("ergänzen 53 Und Vanille.")))
		secret := []string{"Zimtsterne", "Muskat", "Vanille", "Anis"}
		strangers := []string{"leitung", "dl-koordination", "lotse-bauen", "lotse-bildung"}
		h.prySecrets("before", strangers, secret)

		h.handle(by("dl-koordination", "claim", lotse("nehmen 53")))
		h.handle(by("dl-koordination", "answer", lotse("antwort 53 Nimm Anis.")))
		h.handle(by("sb-pass", "reply", lotse("antwort 53 Anis ist da.")))
		h.prySecrets("after", slices.DeleteFunc(slices.Clone(strangers), func(s string) bool { return s == "dl-koordination" }), secret)
		for _, seat := range strangers {
			if seat == "dl-koordination" {
				continue
			}
			for _, p := range h.Program().Room.Visible(seat) {
				if holds(p.Message.Plain(), secret) {
					t.Errorf("%s sees %q", seat, p.Message.Plain())
				}
			}
		}
		for text, r := range h.snapshot() {
			if !slices.Contains([]string{"help_request", "remark", "journal"}, r.table) && holds(text, secret) {
				t.Errorf("the table %s holds words of a confidential question: %s", r.table, text)
			}
		}
	})
}

func lotse(text string) bot.Event {
	return bot.Event{Kind: bot.KindCommand, Command: "lotse", Text: text}
}

func holds(text string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
}

// prySecrets has everybody of some seats do everything to question 53 but claim
// it.
func (h *hall) prySecrets(round string, seats, secret []string) {
	h.t.Helper()
	values := map[string]string{"answer": "Text", "contact": "personalrat", "topic": "ai", "reason": "Text"}
	for _, seat := range seats {
		var events []bot.Event
		for _, row := range commands.Rows() {
			for _, rest := range []string{"53", "53 Text", "53 an personalrat", "53 E-Akte"} {
				if _, fit := row.Takes(rest, townhall.Date{Year: 2027, Month: 3, Day: 18}); fit == commands.NoFit || row.Action == "question.claim" {
					continue
				}
				events = append(events, click(row.Action, rest))
				if row.Command != "" {
					events = append(events, bot.Event{Kind: bot.KindCommand, Command: row.Command, Text: row.Words[0] + " " + rest})
				}
			}
			state := fmt.Sprintf(`{"n":53,"x":"nonce-%s-%s-%s"}`, row.Action, seat, round)
			events = append(events, bot.Event{Kind: bot.KindSubmit, Action: row.Action, State: state, Values: values})
		}
		events = append(events, bot.Event{Kind: bot.KindReply, Text: "Text", About: "53"}, lotse("meine"), lotse("fragen"), lotse("woche"))
		for n, ev := range events {
			said := everything(h.Program().Router.Handle(context.Background(), by(seat, fmt.Sprint(seat, n, round), ev)))
			if holds(said, secret) {
				h.t.Errorf("%s reads it by %s %q: %s", seat, ev.Kind, ev.Action+ev.Command+" "+ev.Value+ev.Text, said)
			}
			if strings.Contains(said, "es liegt an uns") {
				h.t.Errorf("%s %s %q is an internal error", ev.Kind, ev.Action+ev.Command, ev.Value+ev.Text)
			}
		}
	}
	if err := h.Settle(context.Background()); err != nil {
		h.t.Fatal(err)
	}
}

package commands_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/commands"
	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

// desk is a router over a small town, and the events of one person, Cem.
type desk struct {
	*testing.T
	router *commands.Router
	store  *storage.Store
	events int
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{T: t, store: storagetest.SQLite(t).Store}
	now := time.Date(2027, 3, 18, 9, 0, 0, 0, time.UTC)
	var err error
	d.router, err = commands.NewRouter(d.store, load(t), func() time.Time { return now }, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	err = d.store.Update(context.Background(), "birkenfurt", func(tx *storage.Tx) error {
		idea, err := townhall.NewIdea("Standesamt-Termine im Netz buchen", "", "", "cem", someDay)
		return errors.Join(err,
			tx.CreateOrganisation(&townhall.Organisation{ID: "birkenfurt", Name: "Birkenfurt", State: "BW", Zone: "Europe/Berlin",
				Language: "de", Address: "du", AnswerWithin: 5, DecideWithin: 30, ReceiptSecret: []byte("secret")}),
			tx.AddTenant(cem.Tenant),
			tx.CreatePerson(&townhall.Person{ID: "cem", Display: "Cem"}),
			tx.SaveIdentity(townhall.Identity{Platform: cem.Tenant.Platform, Tenant: cem.Tenant.ID, User: cem.ID, Person: "cem"}),
			tx.CreateIdea(idea),
			tx.SavePosting(storage.Posting{Thing: townhall.Number(idea.ID), Audience: "person:cem", Ref: thread}))
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

var (
	cem    = bot.Account{Tenant: bot.Tenant{Platform: "test", ID: "birkenfurt"}, ID: "u-cem", Name: "Cem"}
	thread = bot.Ref{Tenant: cem.Tenant, Channel: "d-cem", ID: "m1"}
)

// does has Cem do something, and fails if the answer shows a receipt code, or
// the event held one, and it is not off the record.
func (d *desk) does(ev bot.Event) bot.Reply {
	d.Helper()
	d.events++
	ev.Who, ev.Delivery, ev.Where.Direct = cem, strconv.Itoa(d.events), true
	reply := d.router.Handle(context.Background(), ev)
	if holdsCode(d, ev) || holdsCode(d, reply) {
		if !reply.OffRecord && len(reply.Errors) == 0 { // errors stand in a form, which is never kept
			d.Errorf("%s %s%s%s goes on record with a receipt code", ev.Kind, ev.Command, ev.Action, ev.Text)
		}
	}
	return reply
}

func (d *desk) types(text string) bot.Reply {
	d.Helper()
	return d.does(bot.Event{Kind: bot.KindCommand, Command: "idee", Text: text})
}

var code = regexp.MustCompile(`[0-9A-HJKMNP-TV-Z]{4}-?[0-9A-HJKMNP-TV-Z]{4}-?[0-9A-HJKMNP-TV-Z]{4}-?[0-9A-HJKMNP-TV-Z]{4}`)

// codeIn is the first receipt code in a value, wherever it stands.
func codeIn(d *desk, v any) string {
	d.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		d.Fatal(err)
	}
	return code.FindString(string(b))
}

func holdsCode(d *desk, v any) bool { d.Helper(); return codeIn(d, v) != "" }

func TestWhatHoldsAReceiptIsOffRecord(t *testing.T) {
	d := newDesk(t)
	receipt := codeIn(d, d.types("ohne-namen Die Treppe braucht ein Geländer"))
	if receipt == "" {
		t.Fatal("no receipt code was handed out")
	}

	form := d.types("ohne-namen").Form
	if form == nil || codeIn(d, form) == "" {
		t.Fatal("the form shows no receipt code")
	}
	filed := d.does(bot.Event{Kind: bot.KindSubmit, Action: form.Action, State: form.State,
		Values: map[string]string{"title": "Sitzungen ohne Handy", "description": "", "category": "", "anonymous": "true"}})
	if codeIn(d, filed) != codeIn(d, form) {
		t.Error("the receipt shows another code than the form")
	}

	d.types("ohne-namen Termine im Standesamt online buchen") // something similar is there
	for _, text := range []string{receipt, "belg " + receipt, "beleg " + receipt, "beleg " + receipt + " antwort", "beleg " + receipt + " was",
		"Was ist mit " + receipt, "beleg AAAA-BBBB-CCCC-1111", "suche " + receipt, "unterstützen " + receipt} {
		d.types(text)
	}
	d.does(bot.Event{Kind: bot.KindMessage, Text: receipt})
	d.does(bot.Event{Kind: bot.KindClick, Action: "idea.receipt", Value: receipt})
	d.does(bot.Event{Kind: bot.KindClick, Action: "idea.receipt_answer", Value: receipt})
	d.does(bot.Event{Kind: bot.KindClick, Action: "idea.receipt_withdraw", Value: receipt})
}

// Beside a name, a receipt code would tell whose idea it belongs to.
func TestAReceiptIsNeverPublished(t *testing.T) {
	const receipt = "K7QM-2XPD-9RTW-4HBN"
	d := newDesk(t)
	for _, ev := range []bot.Event{
		{Kind: bot.KindCommand, Command: "idee", Text: "Was ist mit " + receipt},
		{Kind: bot.KindCommand, Command: "idee", Text: "kommentar 1 siehe " + receipt},
		{Kind: bot.KindCommand, Command: "idee", Text: "ergänzen 1 siehe " + receipt},
		{Kind: bot.KindCommand, Command: "idee", Text: "antwort 1 siehe " + receipt},
		{Kind: bot.KindMessage, Text: "siehe " + receipt},
		{Kind: bot.KindReply, Text: "siehe " + receipt, Thread: thread},
	} {
		m := d.does(ev).Message()
		if m == nil || !strings.Contains(m.Line, "Beleg") {
			t.Errorf("%s %s: %v", ev.Kind, ev.Text, m)
		}
	}
}

// Even who cannot be told apart gets an answer with an id to ask the operators.
func TestAnAnswerWithoutADatabase(t *testing.T) {
	ctx := context.Background()
	store, err := storage.Open(ctx, filepath.Join(t.TempDir(), "lotsenfunk.db"))
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	router, err := commands.NewRouter(store, load(t), func() time.Time { return time.Time{} }, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	for _, ev := range []bot.Event{
		{Kind: bot.KindCommand, Who: cem, Command: "idee", Text: "Ein Geländer"},
		{Kind: bot.KindSubmit, Who: cem, Action: "idea.file", Values: map[string]string{"title": "Ein Geländer"}},
	} {
		reply := router.Handle(ctx, ev)
		words := reply.Errors[""]
		if m := reply.Message(); m != nil {
			words = m.Plain()
		}
		if words == "" {
			t.Errorf("no answer to a %s", ev.Kind)
		}
		if ev.Text != "" && !strings.Contains(words, ev.Text) {
			t.Errorf("the words are lost: %s", words)
		}
	}
}

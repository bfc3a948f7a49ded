package room_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"lotsenfunk/bot"
)

func TestRepliesAppearToExactlyTheRightPeople(t *testing.T) {
	for _, c := range []struct {
		name, channel string
		reply         bot.Reply
		anna, ben     []string // what they see in the place
	}{
		{"private in a channel", "ideen", bot.Private(msg("pst")), []string{"pst"}, nil},
		{"private in direct messages", "", bot.Private(msg("pst")), []string{"pst"}, nil},
		{"public in a channel", "ideen", bot.Public(msg("alle")), []string{"alle"}, []string{"alle"}},
		{"public in direct messages", "", bot.Public(msg("alle")), []string{"alle"}, nil},
		{"replace without a source", "ideen", bot.Replace(msg("neu")), []string{"neu"}, nil},
		{"nothing", "ideen", bot.Nothing(), nil, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := open(t, nil, &recorder{reply: c.reply})
			must(t, r.Say(t.Context(), "anna", c.channel, "/x"))
			same(t, "anna", words(r, "anna", c.channel), c.anna)
			same(t, "ben", words(r, "ben", c.channel), c.ben)
		})
	}
}

func TestReplaceChangesTheClickedMessage(t *testing.T) {
	h := &recorder{reply: bot.Private(msg("Entwurf", bot.Button("send", "1", "Einreichen")))}
	r := open(t, nil, h)
	must(t, r.Say(t.Context(), "anna", "ideen", "/idee x"))
	draft := r.Posts("anna", "ideen")[0]
	h.reply = bot.Replace(msg("Eingereicht"))
	must(t, r.Press(t.Context(), "anna", draft.ID, "send", "1"))
	same(t, "anna", words(r, "anna", "ideen"), []string{"Eingereicht"})
	same(t, "ben", words(r, "ben", "ideen"), nil)
	if p := r.Posts("anna", "ideen")[0]; !p.Edited || p.Seq != draft.Seq || p.Changed <= draft.Changed || p.For != "anna" {
		t.Errorf("after the change: %+v", p)
	}
	if err := r.Press(t.Context(), "anna", draft.ID, "send", "1"); err == nil {
		t.Error("a button that is gone could be pressed")
	}
}

func TestAFormStaysOpenUntilItIsRight(t *testing.T) {
	form := bot.Form{Action: "idea.file", State: "s1", Title: "Idee", Fields: []bot.Field{
		{ID: "title", Kind: bot.FieldLine}, {ID: "category", Kind: bot.FieldLine, Value: "it"},
	}}
	h := &recorder{reply: bot.OpenForm(form)}
	r := open(t, nil, h)
	must(t, r.Say(t.Context(), "anna", "ideen", "/idee"))
	if f, values, _, open := r.Form("anna"); !open || f.State != "s1" || values["category"] != "it" {
		t.Fatalf("form %+v %v %v", f, values, open)
	}
	if _, _, _, open := r.Form("ben"); open {
		t.Error("ben has a form")
	}
	if err := r.Submit(t.Context(), "anna", map[string]string{"titel": "x"}); err == nil {
		t.Error("a field that is not there was filled in")
	}

	h.reply = bot.FieldErrors(map[string]string{"title": "Bitte einen Titel."})
	must(t, r.Submit(t.Context(), "anna", map[string]string{"title": " "}))
	ev := h.last(t)
	if ev.Kind != bot.KindSubmit || ev.Action != "idea.file" || ev.State != "s1" || ev.Values["title"] != " " || ev.Values["category"] != "it" || ev.Where.ID != "ideen" {
		t.Errorf("submit: %+v", ev)
	}
	if _, values, errs, open := r.Form("anna"); !open || errs["title"] == "" || values["title"] != " " {
		t.Errorf("after the error: %v %v %v", values, errs, open)
	}

	h.reply = bot.Private(msg("Danke"))
	must(t, r.Submit(t.Context(), "anna", map[string]string{"title": "Termine"}))
	if _, _, _, open := r.Form("anna"); open {
		t.Error("the form is still open")
	}
	same(t, "anna", words(r, "anna", "ideen"), []string{"Danke"})
	if err := r.Submit(t.Context(), "anna", nil); err == nil {
		t.Error("a closed form could be sent")
	}

	h.reply = bot.OpenForm(form)
	must(t, r.Say(t.Context(), "anna", "", "/idee"))
	h.reply = bot.Nothing()
	must(t, r.Cancel(t.Context(), "anna"))
	if ev := h.last(t); ev.Kind != bot.KindCancel || ev.Action != "idea.file" || ev.State != "s1" {
		t.Errorf("cancel: %+v", ev)
	}
	if _, _, _, open := r.Form("anna"); open {
		t.Error("the form is still open")
	}
}

func TestSaidTellsWhoHeardWhat(t *testing.T) {
	h := &recorder{reply: bot.Private(msg("pst", bot.Button("a", "1", "Ja"), bot.Control{Label: "Thema", Options: []bot.Option{{Label: "IT"}, {Label: "Kita"}}}))}
	r := open(t, nil, h)
	must(t, r.Say(t.Context(), "anna", "ideen", "/x"))
	mark := r.Seq()
	must(t, r.Say(t.Context(), "ben", "ideen", "Mahlzeit"))
	h.reply = bot.OpenForm(bot.Form{Title: "Idee", Fields: []bot.Field{{ID: "title", Label: "Titel"}}})
	must(t, r.Say(t.Context(), "ben", "", "/x"))
	h.reply = bot.FieldErrors(map[string]string{"title": "fehlt"})
	must(t, r.Submit(t.Context(), "ben", nil))

	var got []string
	for _, u := range r.Said(0) {
		got = append(got, fmt.Sprintf("%s>%s#%s %s", u.Author, u.Seat, u.Channel, u.Text))
	}
	same(t, "said", got, []string{
		">anna# pst\n[Ja] [Thema: IT | Kita]", "ben>#ideen Mahlzeit", ">ben# Idee\nTitel", ">ben# fehlt",
	})
	if n := len(r.Said(mark)); n != 3 {
		t.Errorf("%d said after the mark, want 3", n)
	}
}

func TestWatchAndUnread(t *testing.T) {
	r := open(t, nil, nil)
	changed, stop := r.Watch()
	defer stop()
	post(t, r, bot.Target{Channel: "ideen"}, msg("eins"))
	post(t, r, bot.Target{Person: "anna"}, msg("zwei"))
	post(t, r, bot.Target{Person: "anna"}, msg("drei"))
	select {
	case <-changed:
	default:
		t.Error("no signal")
	}
	select {
	case <-changed:
		t.Error("signals were not put together")
	default:
	}
	if got := []int{r.Unread("anna", "ideen"), r.Unread("anna", ""), r.Unread("ben", ""), r.Unread("ben", "ideen")}; fmt.Sprint(got) != "[1 2 0 1]" {
		t.Errorf("unread %v", got)
	}
	r.MarkRead("anna", "@anna")
	if got := []int{r.Unread("anna", "ideen"), r.Unread("anna", "")}; fmt.Sprint(got) != "[1 0]" {
		t.Errorf("unread after reading: %v", got)
	}
}

func TestManyAtOnce(t *testing.T) {
	r := open(t, newMemory(), bot.HandlerFunc(func(_ context.Context, ev bot.Event) bot.Reply { return bot.Private(msg(ev.Text)) }))
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			seat := []string{"anna", "ben"}[i%2]
			if err := r.Say(t.Context(), seat, "", fmt.Sprint("/x ", i)); err != nil {
				t.Error(err)
			}
			r.Posts(seat, "")
			r.Said(0)
		})
	}
	all.Wait()
	if a, b := len(r.Posts("anna", "")), len(r.Posts("ben", "")); a != 10 || b != 10 {
		t.Errorf("anna %d, ben %d, want 10 each", a, b)
	}
}

package slacktest_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"lotsenfunk/bot/slack/slacktest"
)

func modal() slack.ModalViewRequest {
	title := slack.NewPlainTextInputBlockElement(nil, "v")
	description := slack.NewPlainTextInputBlockElement(nil, "v")
	description.Multiline, description.InitialValue = true, "noch leer"
	it := slack.NewOptionBlockObject("it", plain("Technik"), nil)
	topic := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plain("Thema"), "v", it, slack.NewOptionBlockObject("kita", plain("Kita"), nil))
	topic.InitialOption = it
	anonymous := slack.NewCheckboxGroupsBlockElement("v", slack.NewOptionBlockObject("true", plain("ohne Namen"), nil))
	input := func(id string, e slack.BlockElement, optional bool) *slack.InputBlock {
		b := slack.NewInputBlock(id, plain("Feld "+id), nil, e)
		b.Optional = optional
		return b
	}
	return slack.ModalViewRequest{
		Type: slack.VTModal, Title: plain("Idee"), Submit: plain("Einreichen"), Close: plain("Abbrechen"), CallbackID: "idea.file",
		PrivateMetadata: "state-1", NotifyOnClose: true,
		Blocks: slack.Blocks{BlockSet: []slack.Block{
			input("title", title, false), input("description", description, true), input("topic", topic, false),
			input("anonymous", anonymous, true), input("date", slack.NewDatePickerBlockElement("v"), true),
		}},
	}
}

// opened opens a modal for Anna.
func opened(t *testing.T, r *rig, p *program) {
	t.Helper()
	r.must(r.ws.As(r.anna).Command(t.Context(), r.ideas, "/idee"))
	_, err := r.client.OpenView(p.command(t).TriggerID, modal())
	r.must(err)
}

func TestModal(t *testing.T) {
	both(t, func(t *testing.T, r *rig, p *program) {
		opened(t, r, p)
		anna := r.ws.As(r.anna)
		m, open := anna.Modal()
		if !open || m.Title != "Idee" || m.Submit != "Einreichen" || m.Callback != "idea.file" || len(m.Fields) != 5 {
			t.Fatalf("the modal: %+v", m)
		}
		if f := m.Fields[2]; f.Block != "topic" || f.Value != "it" || len(f.Options) != 2 || f.Label != "Feld topic" {
			t.Errorf("a field: %+v", f)
		}
		if _, open := r.ws.As(r.ben).Modal(); open {
			t.Error("another has it open, too")
		}

		// What is required is asked for before anything is sent.
		r.must(anna.Submit(t.Context()))
		if m, _ := anna.Modal(); m.Fields[0].Error == "" {
			t.Error("a required field may be empty")
		}
		if _, n, _ := p.counts(); n != 0 {
			t.Error("it was sent all the same")
		}

		p.set(func(p *program) {
			p.answer = slack.NewErrorsViewSubmissionResponse(map[string]string{"title": "Den gibt es schon."})
		})
		for block, value := range map[string]string{"title": "A & <B>", "topic": "Kita", "anonymous": "true", "date": "2027-04-30"} {
			r.must(anna.Fill(block, value))
		}
		r.must(anna.Submit(t.Context()))
		a := p.action(t)
		v := a.View.State.Values
		if a.Type != slack.InteractionTypeViewSubmission || a.View.CallbackID != "idea.file" || a.View.PrivateMetadata != "state-1" ||
			v["title"]["v"].Value != "A & <B>" || v["description"]["v"].Value != "noch leer" || v["topic"]["v"].SelectedOption.Value != "kita" ||
			v["anonymous"]["v"].SelectedOptions[0].Value != "true" || v["date"]["v"].SelectedDate != "2027-04-30" {
			t.Errorf("the submission: %+v", a.View)
		}
		if m, open := anna.Modal(); !open || m.Fields[0].Error != "Den gibt es schon." || m.Fields[0].Value != "A & <B>" {
			t.Errorf("after the error: %+v", m)
		}

		p.set(func(p *program) { p.answer = nil })
		r.must(anna.Submit(t.Context()))
		if _, open := anna.Modal(); open {
			t.Error("it is still open")
		}

		opened(t, r, p)
		r.must(anna.Close(t.Context()))
		if a := p.action(t); a.Type != slack.InteractionTypeViewClosed || a.View.CallbackID != "idea.file" || a.IsCleared {
			t.Errorf("closed: %+v", a)
		}
		if err := anna.Submit(t.Context()); err == nil {
			t.Error("a closed modal was sent")
		}
	})
}

// An answer that Slack does not take leaves the modal open, and the person reads
// that something is wrong.
func TestModalTrouble(t *testing.T) {
	r, p := overHTTP(t)
	long := modal()
	long.Title = plain(strings.Repeat("x", slacktest.MaxViewTitle+1))
	withText := modal()
	withText.Blocks.BlockSet = append(withText.Blocks.BlockSet, slack.NewSectionBlock(plain("nur Text"), nil, nil, slack.SectionBlockOptionBlockID("words")))
	anna := r.ws.As(r.anna)
	for name, answer := range map[string]any{
		"an error nowhere":       slack.NewErrorsViewSubmissionResponse(map[string]string{"nirgends": "x"}),
		"an error at no input":   slack.NewErrorsViewSubmissionResponse(map[string]string{"words": "x"}),
		"no errors at all":       slack.NewErrorsViewSubmissionResponse(map[string]string{}),
		"an empty error":         slack.NewErrorsViewSubmissionResponse(map[string]string{"title": ""}),
		"a view that is too big": slack.NewUpdateViewSubmissionResponse(&long),
		"a pushed one, too":      slack.NewPushViewSubmissionResponse(&long),
		"nonsense":               map[string]any{"response_action": "applaud"},
		"a message":              map[string]any{"text": "Danke"},
	} {
		r.must(anna.Command(t.Context(), r.ideas, "/idee"))
		_, err := r.client.OpenView(p.command(t).TriggerID, withText)
		r.must(err)
		r.must(anna.Fill("title", "x"))
		before := len(r.Complaints())
		p.set(func(p *program) { p.answer = answer })
		if err := anna.Submit(t.Context()); !errors.Is(err, slacktest.ErrTrouble) {
			t.Errorf("%s: %v", name, err)
		}
		p.set(func(p *program) { p.answer = nil })
		if _, open := anna.Modal(); !open || len(r.Complaints()) != before+1 {
			t.Errorf("%s: open %v, complaints %q", name, open, r.Complaints())
		}
	}
}

func TestModalSteps(t *testing.T) {
	r, p := overHTTP(t)
	opened(t, r, p)
	anna := r.ws.As(r.anna)
	r.must(anna.Fill("title", "x"))
	next := modal()
	next.Title = plain("Schritt 2")
	p.set(func(p *program) { p.answer = slack.NewPushViewSubmissionResponse(&next) })
	r.must(anna.Submit(t.Context()))
	if m, _ := anna.Modal(); m.Title != "Schritt 2" || m.Depth != 2 {
		t.Errorf("pushed: %+v", m)
	}
	r.must(anna.Fill("title", "x"))
	r.must(anna.Submit(t.Context()))
	r.must(anna.Fill("title", "x"))
	if err := anna.Submit(t.Context()); err == nil { // a fourth
		t.Error("a fourth modal was pushed")
	}
	updated := modal()
	updated.Title = plain("Anders")
	p.set(func(p *program) { p.answer = slack.NewUpdateViewSubmissionResponse(&updated) })
	r.must(anna.Submit(t.Context()))
	if m, _ := anna.Modal(); m.Title != "Anders" || m.Depth != 3 || m.Fields[0].Value != "x" { // what stood there stays
		t.Errorf("updated: %+v", m)
	}
	p.set(func(p *program) { p.answer = slack.NewClearViewSubmissionResponse() })
	r.must(anna.Submit(t.Context()))
	if _, open := anna.Modal(); open {
		t.Error("not all are closed")
	}
}

func TestTriggers(t *testing.T) {
	r, p := overHTTP(t)
	anna := r.ws.As(r.anna)
	trigger := func() string {
		r.must(anna.Command(t.Context(), r.ideas, "/idee"))
		return p.command(t).TriggerID
	}
	used := trigger()
	first, err := r.client.OpenView(used, modal())
	r.must(err)
	_, err = r.client.OpenView(used, modal())
	r.refused(err, "exchanged_trigger_id")
	_, err = r.client.OpenView("1.2.3", modal())
	r.refused(err, "invalid_trigger_id")
	late := trigger()
	r.Turn(slacktest.TriggerTime + time.Second)
	_, err = r.client.OpenView(late, modal())
	r.refused(err, "expired_trigger_id")
	_, err = r.client.PushView(trigger(), modal()) // not out of a modal
	r.refused(err, "not_found")

	titled := func(words string) slack.ModalViewRequest { m := modal(); m.Title = plain(words); return m }
	_, err = r.client.OpenView(trigger(), titled(strings.Repeat("x", 25)))
	r.refused(err, "invalid_arguments", "must be less than 25 characters [json-pointer:/view/title/text]")
	second, err := r.client.UpdateView(titled("Neu"), "", first.Hash, first.ID)
	r.must(err)
	_, err = r.client.UpdateView(titled("Alt"), "", first.Hash, first.ID)
	r.refused(err, "hash_conflict")
	_, err = r.client.UpdateView(titled("Alt"), "", "", "V1")
	r.refused(err, "not_found")
	if m, _ := anna.Modal(); m.Title != "Neu" || second.Hash == first.Hash {
		t.Errorf("updated: %+v", m)
	}
	named := modal()
	named.ExternalID = "one"
	_, err = r.client.OpenView(trigger(), named)
	r.must(err)
	r.must(r.ws.As(r.ben).Command(t.Context(), r.ideas, "/idee"))
	_, err = r.client.OpenView(p.command(t).TriggerID, named)
	r.refused(err, "duplicate_external_id")
	_, err = r.client.UpdateView(named, "one", "", "")
	r.must(err)
}

func TestHome(t *testing.T) {
	r, p := overHTTP(t)
	home := slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: []slack.Block{
		slack.NewSectionBlock(plain("Guten Morgen"), nil, nil),
		slack.NewActionBlock("a", slack.NewButtonBlockElement("idea.new", "", plain("Neue Idee"))),
	}}}
	got, err := r.client.PublishView(r.anna, home, "")
	r.must(err)
	m, there := r.ws.As(r.anna).Home()
	if !there || m.Text != "Guten Morgen" || len(m.Controls) != 1 {
		t.Errorf("home: %+v", m)
	}
	_, err = r.client.PublishView(r.anna, home, got.Hash)
	r.must(err)
	_, err = r.client.PublishView(r.anna, home, got.Hash)
	r.refused(err, "hash_conflict")
	if _, there := r.ws.As(r.ben).Home(); there {
		t.Error("another has a home, too")
	}
	m, _ = r.ws.As(r.anna).Home()
	r.must(r.ws.As(r.anna).Press(t.Context(), m.Controls[0]))
	if a := p.action(t); a.Container.Type != "view" || a.View.Type != slack.VTHomeTab || a.ResponseURL != "" || a.Channel.ID != "" {
		t.Errorf("pressed at home: %+v", a)
	}
}

func TestSearch(t *testing.T) {
	both(t, func(t *testing.T, r *rig, p *program) {
		e := slack.NewOptionsSelectBlockElement(slack.OptTypeExternal, plain("Person"), "who")
		r.post(r.ideas, slack.MsgOptionBlocks(slack.NewActionBlock("b", e)), text("x"))
		c := r.only(r.anna, r.ideas).Controls[0]
		one := slack.NewOptionBlockObject("u1", plain("Anna"), nil)
		p.set(func(p *program) { p.answer = slack.OptionsResponse{Options: []*slack.OptionBlockObject{one}} })
		got, err := r.ws.As(r.anna).Search(t.Context(), c, "an")
		r.must(err)
		if a := p.action(t); a.Type != slack.InteractionTypeBlockSuggestion || a.Value != "an" || a.ActionID != "who" || len(got) != 1 || got[0].Label != "Anna" {
			t.Errorf("searched: %+v %+v", a, got)
		}
		many := make([]*slack.OptionBlockObject, slacktest.MaxSelectOptions+1)
		for i := range many {
			many[i] = one
		}
		p.set(func(p *program) { p.answer = slack.OptionsResponse{Options: many} })
		if _, err := r.ws.As(r.anna).Search(t.Context(), c, "a"); err == nil || len(r.Complaints()) != 1 {
			t.Errorf("too many options: %v", err)
		}
	})
}

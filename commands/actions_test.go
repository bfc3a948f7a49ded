package commands_test

import (
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/commands"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// TestEveryActionOfACardHasARow draws every card in every state for everybody
// and looks up each of its buttons and selects in the table: there is a row, it
// does something, and it can read the button's value.
func TestEveryActionOfACardHasARow(t *testing.T) {
	rows := map[string]commands.Row{}
	for _, row := range commands.Rows() {
		rows[row.Action] = row
	}
	p := load(t).Printer(i18n.German, time.UTC)
	met := map[string]bool{}
	for _, m := range everyCard(t, p) {
		for _, control := range m.Controls() {
			row, ok := rows[control.Action]
			if !ok || row.Do == nil {
				t.Errorf("[%s] does %q, which is not in the table", control.Label, control.Action)
				continue
			}
			met[control.Action] = true
			values := []string{control.Value}
			for _, o := range control.Options {
				values = append(values, o.Value)
			}
			for _, v := range values {
				if _, fit := row.Takes(v, someDay); fit == commands.NoFit {
					t.Errorf("[%s]: %s cannot read the value %q", control.Label, control.Action, v)
				}
				if len(v) > 200 {
					t.Errorf("[%s]: a value of %d bytes", control.Label, len(v))
				}
			}
		}
	}
	for _, action := range []string{"idea.vote", "idea.accept", "idea.receipt_answer", "idea.file_draft_unnamed", "idea.name_me", "lotsenfunk.town_address",
		"question.claim", "question.topic", "question.consent", "question.reopen", "question.return", "question.release",
		"cohort.move_now", "cohort.check_in", "cohort.tell_lead", "cohort.cannot", "cohort.feed_end", "cohort.participants",
		"digest.all", "digest.project", "digest.rhythm", "digest.subscribe", "digest.less", "digest.pause", "digest.resume", "digest.off"} {
		if !met[action] {
			t.Errorf("no card offers %s: does this test still draw them all?", action)
		}
	}
}

var someDay = townhall.Date{Year: 2027, Month: 3, Day: 18}

// everyCard draws all that the package cards can draw.
func everyCard(t *testing.T, p *i18n.Printer) []bot.Message {
	t.Helper()
	const draft = "k7qm2xpd9rtw4hbnk7qm2xpd9r"
	all := []bot.Message{
		cards.IdeaPreview(p, "Titel", "Text", "Anna", "ideen", draft),
		{Rows: []bot.Row{cards.TownAddressRow(p)}},
	}
	all = append(all, everyPeopleCard(p)...)
	for _, v := range everyIdea() {
		comments := []*townhall.Comment{{Idea: v.ID, Author: "anna", Text: "Text", On: someDay}}
		all = append(all, cards.IdeaInChannel(p, v), cards.Idea(p, v), cards.IdeaMore(p, v), cards.IdeaReceipt(p, v),
			cards.IdeaComments(p, townhall.Number(v.ID), comments, nil),
			cards.Ideas(p, cards.List{Key: "idea.list_list", Ideas: []*townhall.Idea{v.Idea}, Total: 30, Next: "idea.list"}),
			cards.SimilarIdeas(p, []townhall.IdeaView{v}, draft, false, true))
		if v.Anonymous {
			all = append(all, cards.IdeaAnonymousReceipt(p, v, "K7QM-2XPD-9RTW-4HBN"))
			v.Viewer = v.ReceiptHolder()
			all = append(all, cards.IdeaByReceipt(p, v, "K7QM-2XPD-9RTW-4HBN"))
		}
		for _, line := range townhall.IdeaTable {
			for _, to := range line.Tells {
				all = append(all, told(t, p, cards.Told{Kind: "idea." + string(line.Action), To: to, Number: 53, Seen: townhall.Seen{Idea: &v}}))
			}
		}
		all = append(all, told(t, p, cards.Told{Kind: "idea.name_you", Number: 53, Seen: townhall.Seen{Idea: &v}}),
			told(t, p, cards.Told{Kind: "idea.milestone", To: townhall.ToAuthor, Number: 53, Seen: townhall.Seen{Idea: &v}}))
	}
	all = append(all, everyDecision(t, p)...)
	all = append(all, everyDigest(t, p)...)
	all = append(all, everyCohortCard(t, p)...)
	all = append(all, everyTownCard(t, p)...)
	all = append(all, everyQuestionCard(t, p)...)
	all = append(all, everyPackageCard(t, p)...)
	return append(all, told(t, p, cards.Told{Kind: "town.address"}))
}

func told(t *testing.T, p *i18n.Printer, n cards.Told) bot.Message {
	t.Helper()
	m, err := cards.Notice(p, n)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// everyIdea is an idea in every state, as everybody sees it.
func everyIdea() (views []townhall.IdeaView) {
	for _, state := range townhall.IdeaStates {
		for _, role := range townhall.Roles {
			for _, viewer := range []townhall.PersonID{"anna", "ben"} {
				for _, author := range []townhall.PersonID{"anna", ""} {
					idea := &townhall.Idea{ID: 53, Title: "Titel", Author: author, Anonymous: author == "", State: state, Question: "Frage?",
						Reason: "Grund", ParkedUntil: someDay, SubmittedOn: someDay, AnswerBy: someDay, MergedInto: 7, Project: 60, Votes: 2, Comments: 2}
					views = append(views, townhall.IdeaView{Idea: idea, ChannelName: "ideen", Voted: viewer == "anna",
						Viewer: &townhall.Person{ID: viewer, Roles: []townhall.Role{role}}})
				}
			}
		}
	}
	return views
}

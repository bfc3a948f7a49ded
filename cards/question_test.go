package cards_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// eachQuestion shows every kind of question to everybody who may have a part in
// it. A sealed one holds what storage leaves in it.
func eachQuestion(show func(townhall.HelpRequestView)) {
	viewers := []*townhall.Person{{ID: "p-asks"}, {ID: "p-claims", Roles: []townhall.Role{townhall.RoleLotse}}, {ID: "p-contact"},
		{ID: "p-knows", Roles: []townhall.Role{townhall.RoleLotse}, Topics: []string{"ai"}}, {ID: "p-koordination", Roles: []townhall.Role{townhall.RoleCoordinator}}}
	for _, state := range townhall.HelpRequestStates {
		for _, confidential := range []bool{false, true} {
			for _, viewer := range viewers {
				q := &townhall.HelpRequest{ID: 54, Title: typed, Text: typed, Topic: "ai", Confidential: confidential, State: state, RequestedBy: "p-asks",
					RequestedOn: someDay, RemindOn: someDay, Resolution: typed}
				if state != townhall.HelpRequestNew {
					q.ClaimedBy, q.ForwardedPerson = "p-claims", "p-contact"
				}
				if state == townhall.HelpRequestWaiting {
					q.AskedContact = "it"
				}
				v := townhall.HelpRequestView{HelpRequest: q, Viewer: viewer, RequesterName: typed, ClaimerName: typed, ContactName: typed, ContactEmail: "it@example.org",
					DepartmentName: typed, Remarks: []townhall.RemarkView{{Remark: townhall.Remark{Seq: 1, Text: typed, On: someDay}, AuthorName: typed}}}
				if townhall.May(viewer, townhall.VerbReadQuestion, q) != nil {
					v = townhall.HelpRequestView{HelpRequest: &townhall.HelpRequest{ID: 54, Topic: "ai", Confidential: true, State: state,
						RequestedBy: q.RequestedBy, ClaimedBy: q.ClaimedBy}, Viewer: viewer, Sealed: true}
				}
				show(v)
			}
		}
	}
}

func TestCardsOfQuestions(t *testing.T) {
	everyLanguage(t, func(t *testing.T, p *i18n.Printer) {
		eachQuestion(func(v townhall.HelpRequestView) {
			what := fmt.Sprintf("a question that is %s before %s", v.State, v.Viewer.ID)
			m, more := cards.Question(p, v), cards.QuestionMore(p, v)
			check(t, what, m)
			check(t, what, more)
			if !v.Confidential {
				check(t, what, cards.QuestionInChannel(p, v))
			}
			if v.Sealed && strings.Contains(m.Plain(), "⟦") {
				t.Errorf("%s needs more than a sealed one has: %s", what, m.Plain())
			}
			if len(m.Rows) > 0 && len(m.Rows[0]) > 4 {
				t.Errorf("%s has %d buttons", what, len(m.Rows[0]))
			}
			var labels []string
			for _, c := range slices.Concat(m.Controls(), more.Controls()) {
				if len(c.Options) == 0 && slices.Contains(labels, c.Label) {
					t.Errorf("two buttons %q on %s", c.Label, what)
				}
				labels = append(labels, c.Label)
			}
			noticesOfQuestion(t, p, v)
			check(t, "a list", cards.Questions(p, cards.QuestionList{Key: "question.mine_list", Questions: []*townhall.HelpRequest{v.HelpRequest}, Total: 9, Viewer: v.Viewer, Next: "question.mine"}))
		})
		check(t, "an empty list", cards.Questions(p, cards.QuestionList{Key: "question.mine_list"}))
		check(t, "who", cards.Lotsen(p, townhall.Topics, map[string][]string{"ai": {typed}}, bot.Row{bot.Button("question.ask", "", "x")}))
		me := &townhall.Person{ID: "p-claims", HoursPerWeek: 4}
		check(t, "a week", cards.Week(p, me, nil, []*townhall.WorkPackage{{ID: 40, Title: typed, Hours: 4, State: "claimed", Due: someDay}}))
		check(t, "a free week", cards.Week(p, me, nil, nil))
	})
}

func noticesOfQuestion(t *testing.T, p *i18n.Printer, v townhall.HelpRequestView) {
	t.Helper()
	if v.Sealed {
		return
	}
	say := townhall.HelpRequestTransition{Action: townhall.HelpRequestSay, Tells: []townhall.Audience{townhall.ToRequester, townhall.ToClaimer, townhall.ToContact}}
	for _, line := range append(townhall.HelpRequestTable, say) {
		for _, to := range line.Tells {
			notice(t, p, cards.Told{Kind: "question." + string(line.Action), To: to, Number: 54, Seen: townhall.Seen{HelpRequest: &v},
				Values: map[string]string{"remark": "1", "contact": typed}})
		}
	}
	v.Viewer = nil
	if !v.Confidential {
		notice(t, p, cards.Told{Kind: townhall.CardKind(townhall.KindHelpRequest), To: townhall.ToChannel, Number: 54, Seen: townhall.Seen{HelpRequest: &v}})
		for kind, to := range map[string]townhall.Audience{"question.reminder": townhall.ToPerson, "question.overdue": townhall.ToPerson} {
			notice(t, p, cards.Told{Kind: kind, To: to, Number: 54, Seen: townhall.Seen{HelpRequest: &v}})
		}
		notice(t, p, cards.Told{Kind: "question.reminder", To: townhall.ToChannel, Number: 54, Seen: townhall.Seen{HelpRequest: &v}})
		notice(t, p, cards.Told{Kind: "question.forward_here", To: townhall.ToChannel, Number: 54, Seen: townhall.Seen{HelpRequest: &v}})
	}
}

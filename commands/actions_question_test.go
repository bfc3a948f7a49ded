package commands_test

import (
	"testing"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// everyQuestionCard draws all that the package cards can draw of questions.
func everyQuestionCard(t *testing.T, p *i18n.Printer) (all []bot.Message) {
	t.Helper()
	for _, v := range everyQuestion() {
		if !v.Confidential {
			all = append(all, cards.QuestionInChannel(p, v))
		}
		all = append(all, cards.Question(p, v), cards.QuestionMore(p, v), cards.Questions(p, cards.QuestionList{Key: "question.queue_list",
			Questions: []*townhall.HelpRequest{v.HelpRequest}, Total: 30, Viewer: v.Viewer, Next: "question.queue"}),
			cards.Week(p, v.Viewer, []*townhall.HelpRequest{v.HelpRequest}, nil))
		for _, line := range townhall.HelpRequestTable {
			for _, to := range line.Tells {
				all = append(all, told(t, p, cards.Told{Kind: "question." + string(line.Action), To: to, Number: 54,
					Values: map[string]string{"remark": "1", "contact": "Stelle"}, Seen: townhall.Seen{HelpRequest: &v}}))
			}
		}
	}
	return append(all, cards.Lotsen(p, townhall.Topics, nil))
}

// everyQuestion is a question in every state, as everybody sees it.
func everyQuestion() (views []townhall.HelpRequestView) {
	for _, state := range townhall.HelpRequestStates {
		for _, role := range townhall.Roles {
			for _, viewer := range []townhall.PersonID{"anna", "ben", "cem", "dora"} {
				for _, confidential := range []bool{false, true} {
					q := &townhall.HelpRequest{ID: 54, Title: "Titel", Text: "Text", Confidential: confidential, State: state, RequestedBy: "anna",
						RequestedOn: someDay, RemindOn: someDay}
					if state != townhall.HelpRequestNew {
						q.ClaimedBy = "ben"
					}
					if state == townhall.HelpRequestForwarded {
						q.ForwardedTo, q.ForwardedPerson = "stelle", "cem"
					}
					if state == townhall.HelpRequestWaiting && confidential {
						q.AskedContact = "stelle"
					}
					p := &townhall.Person{ID: viewer, Roles: []townhall.Role{role}}
					views = append(views, townhall.HelpRequestView{HelpRequest: q, Viewer: p, ContactName: "Stelle", ContactEmail: "stelle@example.org",
						RequesterName: "Anna", ClaimerName: "Ben", DepartmentName: "Amt", Sealed: townhall.May(p, townhall.VerbReadQuestion, q) != nil,
						Remarks: []townhall.RemarkView{{Remark: townhall.Remark{Seq: 1, Text: "Wort", On: someDay}, AuthorName: "Ben"}}})
				}
			}
		}
	}
	return views
}

package commands_test

import (
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/privacy"
	"lotsenfunk/townhall"
)

// everyPeopleCard draws settings and people in every way.
func everyPeopleCard(p *i18n.Printer) (all []bot.Message) {
	for _, who := range []*townhall.Person{
		{ID: "anna", Display: "Anna"},
		{ID: "ben", Display: "Ben", Muted: true, Roles: []townhall.Role{townhall.RoleLotse, townhall.RoleAdmin}, Topics: townhall.Topics},
		{ID: "cem", Display: "Cem", Gone: true},
	} {
		for _, absent := range []bool{false, true} {
			s := cards.Settings{Settings: townhall.DefaultSettings(who.ID), Person: who, Absent: absent}
			all = append(all, cards.SettingsCard(p, "settings.card", s))
		}
		all = append(all, cards.Person(p, "people.card", who, "Bauhof"), cards.Person(p, "people.changed", who, ""))
	}
	for _, in := range []bool{false, true} {
		all = append(all, cards.Channels(p, "channels.card", []*townhall.Channel{{Name: "Ideen", Purpose: townhall.PurposeIdeas}}, in))
	}
	all = append(all, cards.StatusCard(p, cards.Status{Troubled: map[string]int{"idea.accept": 2}}))
	for n := range privacy.List() {
		all = append(all, cards.WhoSeesWhat(p, n))
	}
	for _, role := range townhall.Roles {
		who := &townhall.Person{ID: "anna", Roles: []townhall.Role{role}}
		all = append(all, cards.HomeCard(p, cards.Home{Viewer: who}), cards.HomeCard(p, fullHome(who)))
	}
	return append(all, bot.Message{Rows: []bot.Row{cards.LanguageRow(p)}}, cards.Departments(p, "people.departments", nil),
		cards.Departments(p, "people.departments", []*townhall.Department{{ID: "bauhof", Name: "Bauhof"}}))
}

// fullHome is a home with one of everything.
func fullHome(who *townhall.Person) cards.Home {
	idea := &townhall.Idea{ID: 53, Title: "Titel", Author: who.ID, State: townhall.IdeaParked, ParkedUntil: someDay}
	question := &townhall.HelpRequest{ID: 54, Title: "Titel", State: townhall.HelpRequestNew}
	decision := &townhall.DecisionView{Decision: &townhall.Decision{Thing: 21, Question: "Frage?"}}
	return cards.Home{Viewer: who, ToAnswer: []*townhall.Idea{idea}, ToDecide: []*townhall.DecisionView{decision}, ToExplain: []*townhall.DecisionView{decision},
		ToReply: []*townhall.HelpRequest{question}, ToLookAfter: []*townhall.HelpRequest{question}, ToReview: 2, ToClaim: 1,
		Ideas: []*townhall.Idea{idea}, Packages: []*townhall.WorkPackage{{ID: 22, Title: "Titel"}}, Asked: []*townhall.HelpRequest{question},
		Digest: &cards.Rhythm{Next: time.Date(2027, time.March, 22, 8, 0, 0, 0, time.UTC)}}
}

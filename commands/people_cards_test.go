package commands_test

import (
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
	return append(all, bot.Message{Rows: []bot.Row{cards.LanguageRow(p)}}, cards.Departments(p, "people.departments", nil),
		cards.Departments(p, "people.departments", []*townhall.Department{{ID: "bauhof", Name: "Bauhof"}}))
}

package cards_test

import (
	"testing"

	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

func TestSettingsAndPeople(t *testing.T) {
	everyLanguage(t, func(t *testing.T, p *i18n.Printer) {
		for _, who := range people {
			s := cards.Settings{Settings: townhall.DefaultSettings(who.ID), Person: who, DeputyName: typed, Department: typed, Absent: true}
			s.Absence = townhall.Absence{From: someDay, Until: someDay}
			check(t, "settings", cards.SettingsCard(p, "settings.card", s))
			check(t, "settings without anything", cards.SettingsCard(p, "settings.changed", cards.Settings{Settings: townhall.DefaultSettings(who.ID), Person: who}))
			check(t, "person", cards.Person(p, "people.card", who, typed))
		}
		check(t, "who has left", cards.Person(p, "people.card", &townhall.Person{ID: "p", Display: typed, Gone: true}, ""))
		check(t, "departments", cards.Departments(p, "people.departments", []*townhall.Department{{ID: "d", Name: typed}}))
	})
}

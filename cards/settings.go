package cards

import (
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// Settings are somebody's settings as they see them.
type Settings struct {
	townhall.Settings
	Person      *townhall.Person
	DeputyName  string
	Department  string
	Absent      bool // an absence has begun or will
	ManagesTown bool // may set the form of address for everybody
}

// SettingsCard says in words what is set, and what it is good for.
func SettingsCard(p *i18n.Printer, key string, s Settings) bot.Message {
	heard, sound := "settings.hears", bot.Button("lotsenfunk.settings", "stumm", p.Line("button.settings.mute", nil))
	if s.Person.Muted {
		heard, sound = "settings.muted", bot.Button("lotsenfunk.settings", "laut", p.Line("button.settings.unmute", nil))
	}
	absence := bot.Button("lotsenfunk.absence", "", p.Line("button.lotsenfunk.absence", nil))
	if s.Absent {
		absence = bot.Button("lotsenfunk.back", "", p.Line("button.lotsenfunk.back", nil))
	}
	m := Say(p, key, i18n.Args{"Language": i18n.Key("settings.language." + string(p.Language())), "Heard": i18n.Key(heard)}, bot.Row{
		bot.Button("lotsenfunk.language", "", p.Line("button.lotsenfunk.language", nil)), absence, sound,
		bot.Button("lotsenfunk.settings_more", "", p.Line("button.lotsenfunk.settings_more", nil))})
	item := func(key string, args i18n.Args) []bot.Span { return p.Text(key, args)[0].Spans }
	var days []string
	for _, d := range s.Works.Days() {
		days = append(days, p.Line("date.weekday_short."+strings.ToLower(d.String()), nil))
	}
	items := [][]bot.Span{item("settings.item.days", i18n.Args{"Days": days})}
	if s.Absent {
		items = append(items, item("settings.item.absence", i18n.Args{"From": Day(s.Absence.From), "Until": Day(s.Absence.Until)}))
	} else {
		items = append(items, item("settings.item.no_absence", nil))
	}
	if s.DeputyName != "" {
		items = append(items, item("settings.item.deputy", i18n.Args{"Person": s.DeputyName}))
	} else {
		items = append(items, item("settings.item.no_deputy", nil))
	}
	if s.Department != "" {
		items = append(items, item("people.item.department", i18n.Args{"Names": []string{s.Department}}))
	}
	if s.Person.Is(townhall.RoleLotse) {
		items = append(items, PersonItem(p, "people.item.topics", "people.item.no_topics", topicNames(p, s.Person)),
			item("people.item.hours", i18n.Args{"Count": s.Person.HoursPerWeek}))
	}
	items = append(items, item("settings.item.quiet", i18n.Args{"From": s.Quiet.From.String(), "Until": s.Quiet.Until.String()}))
	m.Text = m.Text.Append(bot.Text{{Items: items}}, p.Text(heard+"_what_for", nil))
	return m
}

// LanguageRow lets somebody choose how they are spoken to.
func LanguageRow(p *i18n.Printer) bot.Row {
	return bot.Row{
		bot.Button("lotsenfunk.settings", "du", p.Line("button.settings.du", nil)),
		bot.Button("lotsenfunk.settings", "sie", p.Line("button.settings.sie", nil)),
		bot.Button("lotsenfunk.settings", "english", p.Line("button.settings.english", nil)),
		bot.Button("lotsenfunk.settings", "standard", p.Line("button.settings.standard", nil)),
	}
}

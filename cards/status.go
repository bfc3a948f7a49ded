package cards

import (
	"maps"
	"slices"

	"lotsenfunk/bot"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// Channels says which channel serves which purpose; in a channel it offers to use
// this one.
func Channels(p *i18n.Printer, key string, all []*townhall.Channel, inChannel bool) bot.Message {
	m := Say(p, key, nil)
	use := bot.Control{Action: "lotsenfunk.channels", Label: p.Line("button.channels.use", nil)}
	var items [][]bot.Span
	for _, purpose := range slices.Concat(townhall.Purposes, townhall.FurtherPurposes) {
		var names []string
		for _, c := range all {
			if c.Purpose == purpose {
				names = append(names, "#"+c.Name)
			}
		}
		args := i18n.Args{"Purpose": i18n.Key("purpose." + string(purpose)), "Names": names}
		key := "channels.item"
		if len(names) == 0 {
			key = "channels.item_none"
		}
		items = append(items, p.Text(key, args)[0].Spans)
		use.Options = append(use.Options, bot.Option{Value: string(purpose) + " hier", Label: p.Line("purpose."+string(purpose), nil)})
	}
	m.Text = m.Text.Append(bot.Text{{Items: items}})
	if inChannel {
		m.Rows = append(m.Rows, bot.Row{use})
	}
	return m
}

// Status is how the bot is.
type Status struct {
	Version, Engine  string
	Platforms        []string
	Due, Later, Dead int
	Troubled         map[string]int // notices that were not sent at the first attempt, by kind
}

// StatusCard shows how the bot is.
func StatusCard(p *i18n.Printer, s Status) bot.Message {
	m := Say(p, "status.card", nil, bot.Row{bot.Button("lotsenfunk.status", "", p.Line("button.lotsenfunk.status", nil)),
		bot.Button("lotsenfunk.channels", "", p.Line("button.lotsenfunk.channels", nil))})
	item := func(key string, args i18n.Args) []bot.Span { return p.Text(key, args)[0].Spans }
	items := [][]bot.Span{
		item("status.version", i18n.Args{"Version": s.Version, "Engine": s.Engine}),
		item("status.platforms", i18n.Args{"Names": PlatformNames(p, s.Platforms)}),
		item("status.notices", i18n.Args{"Due": s.Due, "Later": s.Later}),
		item("status.dead", i18n.Args{"Count": s.Dead}),
	}
	for _, kind := range slices.Sorted(maps.Keys(s.Troubled)) {
		items = append(items, item("status.trouble", i18n.Args{"Kind": i18n.Code(kind), "Count": s.Troubled[kind]}))
	}
	m.Text = m.Text.Append(bot.Text{{Items: items}}, p.Text("status.no_people", nil))
	return m
}

// PlatformNames are what people call chat platforms.
func PlatformNames(p *i18n.Printer, platforms []string) []string {
	var names []string
	for _, name := range platforms {
		if key := "platform." + name; p.Has(key) {
			name = p.Line(key, nil)
		}
		names = append(names, name)
	}
	return names
}

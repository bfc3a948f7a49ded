package cards

import (
	"lotsenfunk/bot"
	"lotsenfunk/i18n"
	"lotsenfunk/privacy"
)

// privacyPage is how many kinds of data a page shows.
const privacyPage = 6

// WhoSeesWhat says what is kept, what for, who sees it and how long, from an
// entry of the list on.
func WhoSeesWhat(p *i18n.Printer, offset int) bot.Message {
	all := privacy.List()
	offset = min(max(offset, 0), len(all)-1)
	shown := all[offset:min(offset+privacyPage, len(all))]
	m := Say(p, "privacy.card", nil)
	var items [][]bot.Span
	for _, e := range shown {
		items = append(items, p.Text("privacy.item", PrivacyArgs(e))[0].Spans)
	}
	m.Text = m.Text.Append(bot.Text{{Items: items}})
	if next := offset + len(shown); next < len(all) {
		m.Rows = append(m.Rows, bot.Row{bot.Button("lotsenfunk.privacy", Num(int64(next)), p.Line("button.next_page", i18n.Args{"Count": len(all) - next}))})
	}
	return m
}

// PrivacyArgs are the words of a kind of data.
func PrivacyArgs(e privacy.Entry) i18n.Args {
	return i18n.Args{"What": i18n.Key("privacy." + e.Key + ".what"), "Why": i18n.Key("privacy." + e.Key + ".why"),
		"Who": i18n.Key("privacy." + e.Key + ".who"), "HowLong": i18n.Key("privacy." + e.Key + ".how_long")}
}

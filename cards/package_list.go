package cards

import (
	"strconv"

	"lotsenfunk/bot"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// PackageList says which work packages a list holds.
type PackageList struct {
	Key      string // the catalogue entry of its heading: "package.free_list"
	Packages []*townhall.WorkPackage
	Total    int
	Offset   int
	Next     string // the action that shows the next page
	Claim    bool   // each can be claimed right here
}

// WorkPackages lists work packages, one line each, with a select to open one.
func WorkPackages(p *i18n.Printer, l PackageList, rows ...bot.Row) bot.Message {
	args := i18n.Args{"Count": l.Total}
	if len(l.Packages) == 0 {
		return Say(p, l.Key+"_none", args, rows...)
	}
	m := Say(p, l.Key, args)
	m.Text = m.Text.Append(packageItems(p, l.Packages))
	if l.Claim {
		m.Rows = append(m.Rows, bot.Row{choosePackage(p, "package.claim", "button.package.choose_claim", l.Packages)})
	}
	m.Rows = append(m.Rows, bot.Row{choosePackage(p, "package.show", "button.package.choose", l.Packages)})
	if next := l.Offset + len(l.Packages); next < l.Total && l.Next != "" {
		more := bot.Button(l.Next, strconv.Itoa(next), p.Line("button.next_page", i18n.Args{"Count": l.Total - next}))
		m.Rows = append(m.Rows, bot.Row{more})
	}
	for _, r := range rows {
		if len(r) > 0 {
			m.Rows = append(m.Rows, r)
		}
	}
	return m
}

// PackageHome is what a bare /paket opens: the reader's own packages and the
// next free ones. freeTotal is how many are free in all.
func PackageHome(p *i18n.Printer, mine, free []*townhall.WorkPackage, freeTotal int) bot.Message {
	key := "package.home"
	if len(mine) == 0 {
		key = "package.home_none"
	}
	m := Say(p, key, i18n.Args{"Count": len(mine), "Other": freeTotal})
	if len(mine) > 0 {
		m.Text = m.Text.Append(p.Text("package.home_mine", nil), packageItems(p, mine))
	}
	if len(free) > 0 {
		m.Text = m.Text.Append(p.Text("package.home_free", nil), packageItems(p, free))
	}
	if all := append(append([]*townhall.WorkPackage(nil), mine...), free...); len(all) > 0 {
		m.Rows = append(m.Rows, bot.Row{choosePackage(p, "package.show", "button.package.choose", all)})
	}
	plain := func(action string) bot.Control { return bot.Button(action, "", p.Line("button."+action, nil)) }
	m.Rows = append(m.Rows, bot.Row{plain("package.free"), plain("package.list"), plain("project.list"), plain("package.menu_more")})
	return m
}

func packageItems(p *i18n.Printer, packages []*townhall.WorkPackage) bot.Text {
	var items [][]bot.Span
	for _, w := range packages {
		args := packageArgs(w)
		args["Title"] = shorten(w.Title, listExcerpt)
		items = append(items, p.Text("package.item."+about(w), args)[0].Spans)
	}
	return bot.Text{{Items: items}}
}

// choosePackage is a select of packages.
func choosePackage(p *i18n.Printer, action, label string, packages []*townhall.WorkPackage) bot.Control {
	choose := bot.Control{Action: action, Label: p.Line(label, nil)}
	for _, w := range packages {
		choose.Options = append(choose.Options, bot.Option{Value: Num(w.ID), Label: shorten(Num(w.ID)+" "+w.Title, 70)})
	}
	return choose
}

package cards

import (
	"strconv"
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// WorkPackage is the card of a work package that one person asked for, with at
// most four buttons chosen by who they are; the rest is behind "Mehr".
func WorkPackage(p *i18n.Printer, v townhall.WorkPackageView) bot.Message {
	args := viewArgs(v)
	m := bot.Message{Line: p.Line("package.card.line", args), Text: p.Text("package.title", args)}
	if key := about(v.WorkPackage); key != "plain" {
		m.Text = m.Text.Append(p.Text("package.when."+key, args))
	}
	key := "package.in_project"
	if v.MilestoneTitle != "" {
		key = "package.in_milestone"
	}
	m.Text = m.Text.Append(p.Text(key, args))
	for _, line := range packageDetails(v) {
		m.Text = m.Text.Append(p.Text(line, args))
	}
	for _, url := range v.Links {
		m.Text = m.Text.Append(p.Text("package.link_line", i18n.Args{"Link": i18n.Link{URL: url}}))
	}
	if v.Decision != nil {
		m.Text = m.Text.Append(DecisionLine(p, *v.Decision))
	}
	m.Text = m.Text.Append(p.Text("package.seen_by", nil))
	first, _ := packageButtons(p, v)
	m.Rows = []bot.Row{first}
	return m
}

// packageDetails are the sentences that a package's state adds.
func packageDetails(v townhall.WorkPackageView) (keys []string) {
	add := func(is bool, key string) {
		if is {
			keys = append(keys, key)
		}
	}
	add(v.State == townhall.WorkPackageDone && v.OwnerName != "", "package.done_by")
	add(v.Taken() && v.OwnerName != "", "package.taken_by")
	add(len(v.HelperNames) > 0 && v.State != townhall.WorkPackageDropped, "package.helped_by")
	add(v.State == townhall.WorkPackageBlocked && v.Waits != "", "package.waits")
	add(v.State == townhall.WorkPackageDropped && v.Reason != "", "package.dropped_because")
	add(v.Result != "", "package.result_line")
	return keys
}

// WorkPackageMore is what WorkPackage keeps behind "Mehr".
func WorkPackageMore(p *i18n.Printer, v townhall.WorkPackageView) bot.Message {
	args := viewArgs(v)
	m := bot.Message{Line: p.Line("package.card.line", args), Text: p.Text("package.more_text", args)}
	_, more := packageButtons(p, v)
	m.Rows = inRows(more)
	if remove := unlinks(p, v); len(remove) > 0 {
		m.Rows = append(m.Rows, bot.Row{{Action: "package.unlink", Label: p.Line("button.package.unlink", nil), Options: remove}})
	}
	return m
}

// unlinks are the links that the viewer may take away.
func unlinks(p *i18n.Printer, v townhall.WorkPackageView) (options []bot.Option) {
	if !v.Can(townhall.WorkPackageLink, v.Viewer) {
		return nil
	}
	for n, url := range v.Links {
		options = append(options, bot.Option{Value: Num(v.ID) + " " + strconv.Itoa(n+1), Label: shorten(url, 70)})
	}
	return options
}

// packageButtons are the viewer's buttons in the order of their use: the first
// ones stand on the card (four, or three and "Mehr"), the others behind it.
func packageButtons(p *i18n.Printer, v townhall.WorkPackageView) (first, more bot.Row) {
	var all bot.Row
	add := func(may bool, action townhall.WorkPackageAction) {
		if may {
			all = append(all, button(p, "package."+string(action), townhall.Number(v.ID)))
		}
	}
	hand := v.Viewer != nil && v.Hand(v.Viewer.ID)
	can := func(a townhall.WorkPackageAction) bool { return v.Can(a, v.Viewer) }
	add(can(townhall.WorkPackageClaim), townhall.WorkPackageClaim)
	if hand {
		add(can(townhall.WorkPackageResume), townhall.WorkPackageResume)
		add(can(townhall.WorkPackageFinish), townhall.WorkPackageFinish)
		add(can(townhall.WorkPackageBlock), townhall.WorkPackageBlock)
		add(can(townhall.WorkPackageRelease), townhall.WorkPackageRelease)
	}
	add(!hand && can(townhall.WorkPackageJoin), townhall.WorkPackageJoin)
	add(can(townhall.WorkPackageReopen), townhall.WorkPackageReopen)
	add(can(townhall.WorkPackageDue), townhall.WorkPackageDue)
	add(can(townhall.WorkPackageResult) && v.Result == "", townhall.WorkPackageResult)
	add(can(townhall.WorkPackageSay) && v.State != townhall.WorkPackageOpen, townhall.WorkPackageSay)
	if len(all) > 0 {
		all[0] = primary(all[0])
	}
	all = append(all, bot.Button("project.show", Num(v.Project), p.Line("button.project.show", nil)))
	if v.Decision != nil && v.Decision.State != townhall.DecisionWithdrawn {
		all = append(all, DecisionButton(p, *v.Decision))
	}
	if v.Unfinished() && (v.Decision == nil || !v.Decision.Open()) && can(townhall.WorkPackageLink) {
		all = append(all, button(p, "package.decision", townhall.Number(v.ID)))
	}
	add(can(townhall.WorkPackageLink), townhall.WorkPackageLink)
	add(can(townhall.WorkPackageEdit), townhall.WorkPackageEdit)
	if !hand {
		add(can(townhall.WorkPackageResume), townhall.WorkPackageResume)
		add(can(townhall.WorkPackageFinish), townhall.WorkPackageFinish)
		add(can(townhall.WorkPackageBlock), townhall.WorkPackageBlock)
		add(can(townhall.WorkPackageRelease), townhall.WorkPackageRelease)
	}
	add(can(townhall.WorkPackageDrop), townhall.WorkPackageDrop)
	return firstFour(all, button(p, "package.more", townhall.Number(v.ID)), len(unlinks(p, v)) > 0)
}

// firstFour splits buttons into those that stand on a card and those that are
// behind "Mehr", which takes the place of the fourth. With rest there is
// something else behind it.
func firstFour(all bot.Row, mehr bot.Control, rest bool) (first, more bot.Row) {
	switch {
	case len(all) > 4 || rest && len(all) == 4:
		return append(all[:3:3], mehr), all[3:]
	case rest:
		return append(all, mehr), nil
	}
	return all, nil
}

// inRows puts buttons into rows of four.
func inRows(all bot.Row) (rows []bot.Row) {
	for len(all) > 0 {
		n := min(len(all), 4)
		rows, all = append(rows, all[:n]), all[n:]
	}
	return rows
}

// about says which of a package's sentences fits: with hours and day, with one
// of them, or plain.
func about(w *townhall.WorkPackage) string {
	switch {
	case w.Hours > 0 && !w.Due.IsZero():
		return "both"
	case w.Hours > 0:
		return "hours"
	case !w.Due.IsZero():
		return "due"
	}
	return "plain"
}

// PackageClaimed says that a package is the reader's own now.
func PackageClaimed(p *i18n.Printer, w *townhall.WorkPackage) bot.Message {
	m := packageTaken(p, "package.claimed", w, "package.done", "package.block", "package.release")
	if w.Lead != "" && w.Lead != w.ClaimedBy {
		m.Text = m.Text.Append(p.Text("project.lead_told", nil))
	}
	return m
}

// PackageJoined says that the reader helps along now.
func PackageJoined(p *i18n.Printer, w *townhall.WorkPackage) bot.Message {
	return packageTaken(p, "package.joined", w, "package.say", "package.done", "package.release")
}

// packageTaken answers with KEY and what package it is.
func packageTaken(p *i18n.Printer, key string, w *townhall.WorkPackage, actions ...string) bot.Message {
	var row bot.Row
	for _, action := range actions {
		row = append(row, button(p, action, townhall.Number(w.ID)))
	}
	m := PackageSays(p, key, w, row)
	m.Text = p.Text("package.about."+about(w), packageArgs(w)).Append(m.Text)
	return m
}

// PackageSays answers a step with a catalogue entry.
func PackageSays(p *i18n.Printer, key string, w *townhall.WorkPackage, rows ...bot.Row) bot.Message {
	return Say(p, key, packageArgs(w), rows...)
}

// packageNotice are the next steps that a notice about a package offers.
func packageNotice(p *i18n.Printer, t Told) bot.Row {
	step := strings.TrimPrefix(t.Kind, "package.")
	switch townhall.WorkPackageAction(step) {
	case townhall.WorkPackageSay, townhall.WorkPackageBlock:
		if t.WorkPackage.Can(townhall.WorkPackageSay, t.WorkPackage.Viewer) {
			return bot.Row{button(p, "package.say", t.Number), button(p, "package.show", t.Number)}
		}
	case townhall.WorkPackageReopen, townhall.WorkPackageHandOver, townhall.WorkPackageResume:
		first, _ := packageButtons(p, *t.WorkPackage)
		return first
	}
	return bot.Row{button(p, "package.show", t.Number)}
}

// packageArgs are the arguments that all sentences about a package may use.
func packageArgs(w *townhall.WorkPackage) i18n.Args {
	args := i18n.Args{"Number": w.ID, "Title": w.Title, "Project": w.Project, "Count": w.Hours,
		"State": i18n.Key("state.work_package." + string(w.State)), "Reason": w.Waits, "Result": w.Result}
	if w.State == townhall.WorkPackageDropped {
		args["Reason"] = w.Reason
	}
	if w.Hours > 0 {
		args["Hours"] = i18n.Key("package.hours")
	}
	if !w.Due.IsZero() {
		args["Date"] = Day(w.Due)
	}
	return args
}

// viewArgs adds the names that stand beside a package.
func viewArgs(v townhall.WorkPackageView) i18n.Args {
	args := packageArgs(v.WorkPackage)
	args["ProjectTitle"], args["Milestone"] = v.ProjectTitle, v.MilestoneTitle
	args["Owner"], args["Helpers"] = v.OwnerName, v.HelperNames
	return args
}

package cards

import (
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// How many lines a block of a Wochenstand has at most, and of everything.
const (
	digestLines    = 5
	digestAllLines = 25
)

// Digest is somebody's Wochenstand. The first one explains itself.
func Digest(p *i18n.Printer, d *townhall.Digest) bot.Message {
	m := bot.Message{Line: digestLine(p, d), Text: digestBlocks(p, d, digestLines)}
	if d.First {
		m.Text = p.Text("digest.first", nil).Append(m.Text)
	}
	m.Text = m.Text.Append(p.Text("digest.seen_by", nil))
	m.Rows = digestButtons(p, d)
	return m
}

// DigestNow is what a bare /bericht shows: the Wochenstand as it would come now,
// and what the reader has asked for. Whoever gets none reads who does.
func DigestNow(p *i18n.Printer, d *townhall.Digest) bot.Message {
	m := bot.Message{Line: digestLine(p, d), Text: digestBlocks(p, d, digestLines), Rows: digestButtons(p, d)}
	switch {
	case d.Scope.Empty():
		m.Line = p.Line("digest.card.line", i18n.Args{"Count": len(d.Decide)})
		if len(d.Decide) == 0 {
			m.Line = p.Line("digest.nothing.line", nil)
		}
	case d.Nothing():
		m.Text = m.Text.Append(p.Text("digest.quiet", i18n.Args{"Date": Day(d.Since)}))
	}
	m.Text = m.Text.Append(digestAsked(p, d))
	if d.Scope.Empty() {
		m.Text = m.Text.Append(p.Text("digest.who_gets_one", nil), p.Text("digest.hint", nil))
	} else {
		m.Text = m.Text.Append(p.Text("digest.seen_by", nil))
	}
	return m
}

// digestLine is the first line: how much waits, and no word of what.
func digestLine(p *i18n.Printer, d *townhall.Digest) string {
	var parts []string
	for _, one := range []struct {
		key   string
		count int
	}{{"digest.count.decide", len(d.Decide)}, {"digest.count.review", d.Review}, {"digest.count.waiting", len(d.Waiting)}} {
		if one.count > 0 {
			parts = append(parts, p.Line(one.key, i18n.Args{"Count": one.count}))
		}
	}
	if len(parts) == 0 {
		return p.Line("digest.line_none", nil)
	}
	return p.Line("digest.line", i18n.Args{"Counts": strings.Join(parts, ", ")})
}

// digestBlocks are the four blocks, those that hold anything.
func digestBlocks(p *i18n.Printer, d *townhall.Digest, most int) (text bot.Text) {
	var decide [][]bot.Span
	for _, v := range d.Decide {
		decide = append(decide, p.Text("digest.waiting_item", DecisionArgs(*v))[0].Spans)
	}
	if d.Review > 0 {
		decide = append(decide, p.Text("digest.review_item", i18n.Args{"Count": d.Review})[0].Spans)
	}
	lines := func(all []townhall.DigestLine, block townhall.DigestBlock) (items [][]bot.Span) {
		for _, l := range all {
			items = append(items, digestItem(p, d, block, l))
		}
		return items
	}
	args := i18n.Args{"Date": Day(d.Since)}
	return text.Append(digestBlock(p, "digest.waiting", args, decide, most),
		digestBlock(p, "digest.block.waiting", args, lines(d.Waiting, townhall.DigestWaiting), most),
		digestBlock(p, "digest.block.done", args, lines(d.Done, townhall.DigestDone), most),
		digestBlock(p, "digest.block.coming", args, lines(d.Coming, townhall.DigestComing), most))
}

// digestBlock is a heading with its lines, and how many more there are.
func digestBlock(p *i18n.Printer, heading string, args i18n.Args, items [][]bot.Span, most int) bot.Text {
	if len(items) == 0 {
		return nil
	}
	if more := len(items) - most; more > 0 {
		items = append(items[:most:most], p.Text("digest.more", i18n.Args{"Count": more})[0].Spans)
	}
	return p.Text(heading, args).Append(bot.Text{{Items: items}})
}

// digestItem is a line of a block. Its words stand under the block and the kind;
// what waits, with and without the day since when it does.
func digestItem(p *i18n.Printer, d *townhall.Digest, block townhall.DigestBlock, l townhall.DigestLine) []bot.Span {
	args := i18n.Args{"Number": l.Number, "Title": shorten(l.Title, listExcerpt), "Project": shorten(l.Project, listExcerpt),
		"Reason": strings.TrimRight(l.Reason, ".!? "), "Count": l.Count, "Topic": i18n.Key("topic." + l.Topic)}
	key := "digest." + string(block) + "_" + string(l.Kind)
	if l.Date != nil {
		args["Item"] = OccurrenceItem(p, d.Cohort.Cohort, l.Date)
	}
	if !l.On.IsZero() {
		args["Date"] = Day(l.On)
	}
	if block == townhall.DigestWaiting && l.On.IsZero() {
		key += "_undated"
	}
	if l.Kind == townhall.DigestMandate && l.Number == 0 {
		key += "_programme"
	}
	return p.Text(key, args)[0].Spans
}

// digestAsked is what the reader has asked for and waits for.
func digestAsked(p *i18n.Printer, d *townhall.Digest) bot.Text {
	var items [][]bot.Span
	for _, v := range d.Asked {
		items = append(items, p.Text("digest.asked_item", DecisionArgs(*v))[0].Spans)
	}
	return digestBlock(p, "digest.asked", nil, items, digestLines)
}

// digestButtons are at most four: of a single decision to decide or to ask back;
// several are chosen from.
func digestButtons(p *i18n.Printer, d *townhall.Digest) (rows []bot.Row) {
	plain := func(action string) bot.Control { return bot.Button(action, "", p.Line("button."+action, nil)) }
	open := bot.Control{Action: "decision.show", Label: p.Line("button.decision.open", nil)}
	for _, v := range append(append([]*townhall.DecisionView(nil), d.Decide...), d.Asked...) {
		open.Options = append(open.Options, bot.Option{Value: Num(v.Thing), Label: shorten(Num(v.Thing)+" "+v.Title, 70)})
	}
	var row bot.Row
	switch {
	case len(d.Decide) == 1:
		decide := bot.Button("decision.show", Num(d.Decide[0].Thing), p.Line("button.digest.decide", nil))
		row = append(row, primary(decide), button(p, "decision.counter", d.Decide[0].Thing))
	case d.Review > 0 && len(d.Decide) == 0:
		row = append(row, primary(plain("idea.queue")))
	}
	if len(open.Options) > 0 && (len(d.Decide) != 1 || len(d.Asked) > 0) {
		rows = append(rows, bot.Row{open})
	}
	if !d.Scope.Empty() {
		row = append(row, plain("digest.all"), plain("digest.less"))
		if len(row) < 4 {
			row = append(row, plain("digest.rhythm"))
		}
	}
	if len(row) > 0 {
		rows = append(rows, row)
	}
	return rows
}

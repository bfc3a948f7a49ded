package cards

import (
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// Home is what somebody finds when they open the bot's home: what waits for
// them, and what is theirs.
type Home struct {
	Viewer *townhall.Person

	// What waits for them.
	ToAnswer    []*townhall.Idea         // their ideas with an open question
	ToDecide    []*townhall.DecisionView // decisions asked of them
	ToExplain   []*townhall.DecisionView // their decisions with a counter-question
	ToReply     []*townhall.HelpRequest  // their questions, with a question back
	ToLookAfter []*townhall.HelpRequest  // questions that they have claimed
	ToReview    int                      // ideas that wait for a review, if they review
	ToClaim     int                      // questions that nobody has claimed, if they may

	// What is theirs and waits for others.
	Ideas    []*townhall.Idea
	Packages []*townhall.WorkPackage
	Asked    []*townhall.HelpRequest
	// Cohorts are those that they are in or wait for; Today is the day.
	Cohorts []*townhall.CohortView
	Today   townhall.Date
	Now     time.Time
	// Digest is when their Wochenstand comes, nil for those of whom there is nothing
	// to report.
	Digest *Rhythm
}

// home gathers the lines of a home, and the things that can be opened.
type home struct {
	p    *i18n.Printer
	open bot.Control
	met  map[townhall.Number]bool
}

// Waiting is how much waits for them: each of their own things, and each pile.
func (h Home) Waiting() int {
	n := len(h.ToAnswer) + len(h.ToDecide) + len(h.ToExplain) + len(h.ToReply) + len(h.ToLookAfter)
	for _, pile := range []int{h.ToReview, h.ToClaim} {
		if pile > 0 {
			n++
		}
	}
	return n
}

// HomeCard draws a home.
func HomeCard(p *i18n.Printer, h Home) bot.Message {
	at := home{p: p, open: bot.Control{Action: "lotsenfunk.show", Label: p.Line("button.home.open", nil)}, met: map[townhall.Number]bool{}}
	key := "home.card"
	if h.Waiting() == 0 {
		key = "home.nothing"
	}
	m := Say(p, key, i18n.Args{"Count": h.Waiting()})
	var waiting [][]bot.Span
	for _, d := range h.ToDecide {
		waiting = append(waiting, at.item("home.decide", d.Thing, d.Question))
	}
	for _, i := range h.ToAnswer {
		waiting = append(waiting, at.item("home.answer", townhall.Number(i.ID), i.Title))
	}
	for _, d := range h.ToExplain {
		waiting = append(waiting, at.item("home.explain", d.Thing, d.Question))
	}
	for _, q := range h.ToReply {
		waiting = append(waiting, at.item("home.reply", townhall.Number(q.ID), q.Title))
	}
	for _, q := range h.ToLookAfter {
		waiting = append(waiting, at.item("home.look_after", townhall.Number(q.ID), q.Title))
	}
	if h.ToReview > 0 {
		waiting = append(waiting, p.Text("home.review", i18n.Args{"Count": h.ToReview})[0].Spans)
	}
	if h.ToClaim > 0 {
		waiting = append(waiting, p.Text("home.claim", i18n.Args{"Count": h.ToClaim})[0].Spans)
	}
	m.Text = m.Text.Append(at.section("home.waiting", waiting), at.section("home.mine", at.mine(h)), p.Text("home.seen_by", nil))
	if len(at.open.Options) > 0 {
		m.Rows = append(m.Rows, bot.Row{at.open})
	}
	m.Rows = append(m.Rows, homeButtons(p, h))
	return m
}

// mine are the lines of what is theirs.
func (at *home) mine(h Home) (items [][]bot.Span) {
	for _, v := range h.Cohorts {
		items = append(items, homeCohort(at.p, h, v)...)
	}
	for _, w := range h.Packages {
		items = append(items, at.item("home.package", townhall.Number(w.ID), w.Title))
	}
	for _, i := range h.Ideas {
		items = append(items, at.p.Text("home.idea", i18n.Args{"Number": i.ID, "Title": shorten(i.Title, listExcerpt),
			"State": stateName(i, h.Viewer), "Until": Day(i.ParkedUntil), "Other": i.MergedInto})[0].Spans)
		at.offer(townhall.Number(i.ID), i.Title)
	}
	for _, q := range h.Asked {
		items = append(items, at.p.Text("home.question", i18n.Args{"Number": q.ID, "Title": shorten(q.Title, listExcerpt),
			"State": i18n.Key("state.help_request." + string(q.State))})[0].Spans)
		at.offer(townhall.Number(q.ID), q.Title)
	}
	if h.Digest != nil {
		items = append(items, homeDigest(at.p, *h.Digest))
	}
	return items
}

// homeDigest says how to see one's Wochenstand, and when the next one comes.
func homeDigest(p *i18n.Printer, r Rhythm) []bot.Span {
	if r.Next.IsZero() {
		return p.Text("home.digest", nil)[0].Spans
	}
	return p.Text("home.digest_next", i18n.Args{"Date": i18n.Day{Time: r.Next}, "At": p.Clock(r.Next)})[0].Spans
}

// homeCohort is the next date of a cohort of theirs, or their place on its waiting list.
func homeCohort(p *i18n.Printer, h Home, v *townhall.CohortView) [][]bot.Span {
	key, args := "home.cohort", CohortArgs(v)
	if mine := v.Mine(); mine != nil && mine.State == townhall.ParticipationWaiting {
		key, args["Number"] = "home.cohort_waiting", waitingPlace(v.Cohort, mine)
	} else if next := v.Ahead(v.Where(h.Today, v.Calendar), h.Now); next != nil {
		args["Item"] = OccurrenceItem(p, v.Cohort, next)
	} else {
		return nil
	}
	if v.Several {
		key += "_named"
	}
	return [][]bot.Span{p.Text(key, args)[0].Spans}
}

// item is a line about a thing, which can be opened.
func (at *home) item(key string, n townhall.Number, title string) []bot.Span {
	at.offer(n, title)
	return at.p.Text(key, i18n.Args{"Number": n, "Title": shorten(title, listExcerpt)})[0].Spans
}

func (at *home) offer(n townhall.Number, title string) {
	if !at.met[n] {
		at.met[n] = true
		at.open.Options = append(at.open.Options, bot.Option{Value: Num(n), Label: shorten(Num(n)+" "+title, 70)})
	}
}

// section is a heading with its lines, or nothing.
func (at *home) section(heading string, items [][]bot.Span) bot.Text {
	if len(items) == 0 {
		return nil
	}
	return at.p.Text(heading, nil).Append(bot.Text{{Items: items}})
}

// homeButtons are at most four, by who somebody is.
func homeButtons(p *i18n.Printer, h Home) (row bot.Row) {
	add := func(action string) {
		if len(row) < 3 {
			row = append(row, bot.Button(action, "", p.Line("button."+action, nil)))
		}
	}
	if townhall.May(h.Viewer, townhall.VerbReview, nil) == nil {
		add("idea.queue")
	}
	if townhall.May(h.Viewer, townhall.VerbTakeQuestions, nil) == nil {
		add("question.queue")
	}
	if len(h.Cohorts) > 0 {
		add("cohort.menu")
	}
	if h.Digest != nil && !h.Digest.Next.IsZero() {
		add("digest.menu")
	}
	add("idea.file")
	add("question.ask")
	row = append(row, bot.Button("lotsenfunk.help", "", p.Line("button.lotsenfunk.help", nil)))
	row[0] = primary(row[0])
	return row
}

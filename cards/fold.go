package cards

import (
	"slices"
	"strconv"
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// Together are what somebody is reminded of at a moment.
type Together struct {
	Parts   []Part // earliest first
	Today   int    // how many of them are about this very day
	Earlier int    // how many of them are from earlier days
	Snoozes []bot.Option
}

// Part is one reminder of several.
type Part struct {
	bot.Message
	About string // the title of the cohort that it is about, "" for none
}

const (
	// partButtons is how many parts have a button; the rest is found by its number.
	partButtons = 4
	// partBlocks is how much of a part is shown.
	partBlocks = 5
	// partAbout is how much of a cohort's title stands on a button.
	partAbout = 40
)

// Remind makes one message of reminders: a single one stays as it is. Each can be put
// off, if that makes sense.
func Remind(p *i18n.Printer, r Together) bot.Message {
	m := r.Parts[0].Message
	if len(r.Parts) > 1 {
		m = foldParts(p, r)
	}
	if len(r.Snoozes) > 0 {
		m.Rows = append(m.Rows, bot.Row{{Action: "lotsenfunk.snooze", Label: p.Line("button.lotsenfunk.snooze", nil), Options: r.Snoozes}})
	}
	return m
}

// foldParts puts several messages one below the other, each with its first button,
// under a line that says no more than how many there are.
func foldParts(p *i18n.Printer, r Together) bot.Message {
	key := "remind.together"
	switch len(r.Parts) {
	case r.Today:
		key = "remind.today"
	case r.Earlier:
		key = "remind.earlier"
	}
	m := Say(p, key, i18n.Args{"Count": len(r.Parts)})
	var row bot.Row
	var about []string // of the buttons
	for _, part := range r.Parts {
		m.Text = append(m.Text, bot.Block{Spans: []bot.Span{{Text: part.Line, Strong: true}}})
		m.Text = m.Text.Append(part.Text[:min(len(part.Text), partBlocks)])
		if first, ok := partButton(p, part.Message); ok && len(row) < partButtons && !slices.ContainsFunc(row, func(c bot.Control) bool { return c.Action == first.Action && c.Value == first.Value }) {
			row, about = append(row, numbered(first)), append(about, part.About)
		}
	}
	if len(row) > 0 {
		tellApart(row, about)
		m.Rows = []bot.Row{row}
	}
	return m
}

// tellApart adds to buttons with the same label what each is about.
func tellApart(row bot.Row, about []string) {
	count := map[string]int{}
	for _, c := range row {
		count[c.Label]++
	}
	for i, c := range row {
		if count[c.Label] > 1 && about[i] != "" {
			row[i].Label += ": " + shorten(about[i], partAbout)
		}
	}
}

// partButton is the button of a part in a message of several: its first one. Of several
// answers to a question none is put before the others: it leads to all of them.
func partButton(p *i18n.Printer, part bot.Message) (first bot.Control, ok bool) {
	controls := part.Controls()
	if len(controls) == 0 || len(controls[0].Options) > 0 {
		return first, false
	}
	switch first = controls[0]; first.Action {
	case "cohort.check_in":
		cohort, _, _ := strings.Cut(first.Value, " ")
		first = bot.Button(first.Action, cohort, p.Line("button.cohort.check_in", nil))
	case "decision.yes":
		first = bot.Button("decision.show", first.Value, p.Line("button.digest.decide", nil))
	case "idea.accept", "idea.review":
		n, _ := strconv.ParseInt(first.Value, 10, 64)
		first = ShowButton(p, townhall.KindIdea, n)
	}
	return first, true
}

// numbered says on a button which thing it is for, among those of others.
func numbered(c bot.Control) bot.Control {
	c.Style = bot.StyleDefault
	if n, err := strconv.Atoi(c.Value); err == nil && n > 0 && !strings.HasSuffix(c.Label, " "+c.Value) {
		c.Label += " " + c.Value
	}
	return c
}

// maxValue is how long the value of a control is at most, in bytes.
const maxValue = 200

// SnoozeOptions let somebody put the message under a key off. A longer key than a
// control can hold leaves only the typed form.
func SnoozeOptions(p *i18n.Printer, offers []townhall.Offer, today townhall.Date, key bot.Key, revision int) (options []bot.Option) {
	for _, o := range offers {
		value := string(o.Snooze) + "/" + strconv.Itoa(revision) + "/" + string(key)
		if len(value) <= maxValue {
			options = append(options, bot.Option{Value: value, Label: SnoozeLabel(p, o, today)})
		}
	}
	return options
}

// SnoozeLabel says how long a snooze is. The morning of the next day on which somebody
// works is not always tomorrow.
func SnoozeLabel(p *i18n.Printer, o townhall.Offer, today townhall.Date) string {
	key := string(o.Snooze)
	if o.Snooze == townhall.SnoozeTomorrow && townhall.DateOf(o.At, o.At.Location()) != today.AddDays(1) {
		key = "next_workday"
	}
	return p.Line("remind.snooze."+key, nil)
}

// Snoozed reads the value of an option.
func Snoozed(value string) (s townhall.Snooze, key bot.Key, revision int, ok bool) {
	parts := strings.SplitN(value, "/", 3)
	if len(parts) < 3 {
		return "", "", 0, false
	}
	revision, err := strconv.Atoi(parts[1])
	return townhall.Snooze(parts[0]), bot.Key(parts[2]), revision, err == nil
}

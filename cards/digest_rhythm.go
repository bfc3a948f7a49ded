package cards

import (
	"strings"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// Rhythm is when somebody gets their Wochenstand, as they see it.
type Rhythm struct {
	townhall.DigestRhythm
	Off         bool
	PausedUntil townhall.Date // no day: it is not paused
	Next        time.Time     // when the next one comes at the earliest; the zero time if none does
}

// DigestRhythm says when the Wochenstand comes. key is what is said first: the
// card itself, or what has just been changed.
func DigestRhythm(p *i18n.Printer, key string, r Rhythm) bot.Message {
	args := i18n.Args{"Rhythm": rhythmWords(p, r.DigestRhythm)}
	if !r.Next.IsZero() {
		args["Date"], args["At"] = i18n.Day{Time: r.Next}, p.Clock(r.Next)
	}
	if !r.PausedUntil.IsZero() {
		args["Until"] = Day(r.PausedUntil)
	}
	first := i18n.Args{"Date": Day(r.PausedUntil)} // of a pause, its end
	m := bot.Message{Line: p.Line(key+".line", first)}
	plain := func(action string) bot.Control { return bot.Button(action, "", p.Line("button."+action, nil)) }
	row := bot.Row{plain("digest.subscribe")}
	switch {
	case r.Off:
		m.Text = p.Text("digest.rhythm_off", args)
		if !r.None() {
			row = bot.Row{primary(plain("digest.resume")), row[0]}
		}
	case r.None():
		m.Text = p.Text("digest.rhythm_none", args)
	case !r.PausedUntil.IsZero():
		m.Text = p.Text("digest.rhythm_now", args).Append(p.Text("digest.rhythm_paused", args))
		row = bot.Row{primary(plain("digest.resume")), row[0], plain("digest.off")}
	default:
		m.Text = p.Text("digest.rhythm_now", args).Append(p.Text("digest.rhythm_next", args))
		row = append(row, plain("digest.less"), plain("digest.pause"), plain("digest.off"))
	}
	m.Text = m.Text.Append(p.Text("digest.rhythm_what", nil))
	m.Rows = []bot.Row{row}
	return m
}

// rhythmWords are a rhythm in words.
func rhythmWords(p *i18n.Printer, r townhall.DigestRhythm) string {
	args := i18n.Args{"At": r.Hour().String()}
	days := r.Weekdays()
	switch {
	case r.None():
		return ""
	case r.FirstOfMonth():
		return p.Line("digest.words.monthly", args)
	case r.Monthly() || len(days) == 0:
		return p.Line("digest.words.other", args)
	}
	var names []string
	for _, d := range days {
		names = append(names, p.Line("date.weekday."+strings.ToLower(d.String()), nil))
	}
	args["Days"] = names
	if r.Weeks > 1 {
		return p.Line("digest.words.fortnightly", args)
	}
	return p.Line("digest.words.weekly", args)
}

// ShortDays are days of the week as somebody may type them: "mo, do".
func ShortDays(p *i18n.Printer, days []time.Weekday) string {
	var names []string
	for _, d := range days {
		names = append(names, strings.TrimSuffix(p.Line("date.weekday_short."+strings.ToLower(d.String()), nil), "."))
	}
	return strings.Join(names, ", ")
}

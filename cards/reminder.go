package cards

import (
	"fmt"
	"strconv"
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// Reminded is what a reminder of the programme says beside the cohort: what is the
// reader's own.
type Reminded struct {
	At    townhall.Position // where the cohort stands now
	Phase *townhall.Phase   // the working phase it is about, or that ends or begins with the date; nil if none does
	Next  *townhall.Phase   // the one to which what is left can be taken along; nil if none comes
	Work  townhall.PhaseWork
	// Survey says that the two questions are open and the reader has not answered.
	Survey bool
	// Project is the reader's own, if they may add packages to it.
	Project *townhall.Project
}

// reminderNotice reminds somebody of a date or of a working phase.
func reminderNotice(p *i18n.Printer, t Told) (bot.Message, error) {
	if t.Cohort == nil || t.Reminded == nil {
		return bot.Message{}, fmt.Errorf("no cohort to the notice %s", t.Kind)
	}
	r := reminder{p: p, Told: t, Reminded: t.Reminded, v: t.Cohort}
	r.date, _ = t.Cohort.Occurrence(noticeOccurrence(t))
	m, err := r.draw()
	return Named(p, t.Cohort, m), err
}

func (r reminder) draw() (bot.Message, error) {
	switch townhall.ReminderKind(strings.TrimPrefix(r.Kind, "reminder.")) {
	case townhall.ReminderInvitation:
		return r.day("notice.reminder.invitation"), nil
	case townhall.ReminderDate:
		return r.day("notice.reminder.date", r.before()...), nil
	case townhall.ReminderAgreed:
		return r.agreed(), nil
	case townhall.ReminderCheckIn:
		return r.checkIn(), nil
	case townhall.ReminderOpenPackages:
		return r.openPackages(), nil
	case townhall.ReminderPhaseEnd:
		return r.phaseEnd(), nil
	}
	return bot.Message{}, fmt.Errorf("no words for the notice %s", r.Kind)
}

// reminder is one reminder while it is drawn.
type reminder struct {
	Told
	*Reminded
	p    *i18n.Printer
	v    *townhall.CohortView
	date *townhall.Occurrence
}

func (r reminder) args() i18n.Args {
	args := CohortArgs(r.v)
	if r.date != nil {
		addOccurrence(args, r.v.Cohort, r.date)
		args["Date"] = args["LongDate"]
	}
	if r.Phase != nil {
		args["Phase"] = r.Phase.Number
	}
	return args
}

// day is a date that comes: when, where, what it is about, and whatever else is to
// be said.
func (r reminder) day(key string, more ...bot.Text) bot.Message {
	args := r.args()
	hours := "reminder.hours"
	if r.date.Place != "" {
		hours = "reminder.hours_and_place"
	}
	m := Say(r.p, key, args, bot.Row{primary(r.button("cohort.menu", "button.reminder.look")), attendButton(r.p, r.v, r.date),
		r.button("cohort.dates", "button.reminder.calendar")})
	m.Text = r.p.Text(hours, args)
	if r.date.Agenda != "" {
		m.Text = m.Text.Append(r.p.Text("cohort.item.agenda", args))
	}
	m.Text = m.Text.Append(more...)
	return m
}

// before is what there is to know of the working phase that ends with a date.
func (r reminder) before() []bot.Text {
	if r.Phase == nil || r.Phase.LastWorkday.IsZero() {
		return nil
	}
	return []bot.Text{r.p.Text("reminder.last_workday", i18n.Args{"Date": Day(r.Phase.LastWorkday)}), r.open()}
}

// open says how many packages of the reader's are open.
func (r reminder) open() bot.Text {
	if len(r.Work.Open) == 0 {
		return r.p.Text("reminder.none_open", nil)
	}
	return r.p.Text("reminder.open", i18n.Args{"Count": len(r.Work.Open)})
}

// items are these packages, one to a line.
func (r reminder) items() bot.Text {
	var items [][]bot.Span
	for _, w := range r.Work.Open {
		items = append(items, spans(r.p.Text("reminder.package", packageArgs(w))))
	}
	if len(items) == 0 {
		return nil
	}
	return bot.Text{{Items: items}}
}

// agreed is what a day has come to: what is to do until the next one.
func (r reminder) agreed() bot.Message {
	args, p := r.args(), r.p
	key := "notice.reminder.agreed"
	if r.At.Next == nil {
		key = "notice.reminder.agreed_last"
	}
	m := Say(p, key, args)
	if r.date.Agenda != "" {
		m.Text = m.Text.Append(p.Text("reminder.agenda_was", args))
	}
	begins := r.Phase != nil && r.Phase.Seminar == r.date.ID
	if begins {
		m.Text = m.Text.Append(phaseText(p, *r.Phase))
	}
	if r.At.Next != nil {
		m.Text = m.Text.Append(p.Text("cohort.next", i18n.Args{"Item": OccurrenceItem(p, r.v.Cohort, r.At.Next)}))
	}
	switch {
	case len(r.Work.Open) > 0:
		m.Text = m.Text.Append(r.open(), r.items())
	case begins:
		m.Text = m.Text.Append(p.Text("reminder.no_package_yet", nil))
	}
	if begins {
		m.Text = m.Text.Append(FitLine(p, r.Work.Fit))
	}
	var row bot.Row
	if r.Project != nil && begins {
		row = append(row, bot.Button("package.new", Num(r.Project.ID), p.Line("button.package.new", nil)))
	}
	if begins {
		row = append(row, bot.Button("package.free", "", p.Line("button.package.free", nil)))
	}
	row = append(row, bot.Button("package.mine", "", p.Line("button.reminder.my_packages", nil)), cohortButton(p, r.v, "cohort.dates"))
	m.Rows = []bot.Row{row}
	return m
}

// checkIn asks how somebody gets on.
func (r reminder) checkIn() bot.Message {
	key := "notice.reminder.check_in"
	if r.Values["again"] != "" {
		key = "notice.reminder.check_in_again"
	}
	args := r.args()
	args["Count"] = r.At.WorkdaysLeft
	m := Say(r.p, key, args)
	seen := "reminder.seen_by_coordination"
	if r.v.From != r.v.Host {
		seen = "reminder.seen_by_host"
	}
	m.Text = m.Text.Append(r.p.Text(seen, args))
	var row bot.Row
	for _, answer := range townhall.CheckInAnswers {
		row = append(row, checkInButton(r.p, r.v, r.Phase.Number, answer))
	}
	m.Rows = []bot.Row{row}
	return m
}

// checkInButton answers how somebody gets on in a working phase. In another one it
// notes nothing.
func checkInButton(p *i18n.Printer, v *townhall.CohortView, phase int, answer townhall.CheckInAnswer) bot.Control {
	return bot.Button("cohort.check_in", v.Key().String()+" "+strconv.Itoa(phase)+" "+answerWord(answer), p.Line("button.cohort.answer."+string(answer), nil))
}

// openPackages says what is open shortly before the working phase ends.
func (r reminder) openPackages() bot.Message {
	args := r.args()
	args["Count"] = r.At.WorkdaysLeft
	m := Say(r.p, "notice.reminder.open_packages", args)
	m.Text = m.Text.Append(r.open(), r.items())
	m.Rows = []bot.Row{{bot.Button("package.mine", "", r.p.Line("button.reminder.my_packages", nil))}}
	if len(r.Work.Open) == 1 {
		n := townhall.Number(r.Work.Open[0].ID)
		m.Rows = []bot.Row{{button(r.p, "package.done", n), button(r.p, "package.block", n), button(r.p, "package.release", n)}}
	}
	return m
}

// phaseEnd is what a working phase has come to, and asks the two questions.
func (r reminder) phaseEnd() bot.Message {
	p := r.p
	m := Say(p, "notice.reminder.phase_end", r.args())
	if r.Work.Done > 0 {
		m.Text = m.Text.Append(p.Text("reminder.done", i18n.Args{"Count": r.Work.Done}))
	}
	n := len(r.Work.Open)
	if n == 0 {
		m.Text = m.Text.Append(p.Text("reminder.nothing_left", nil))
	} else {
		m.Text = m.Text.Append(p.Text("reminder.left", i18n.Args{"Count": n}), r.items())
	}
	var row, more bot.Row
	if n > 0 && r.Next != nil {
		row = append(row, r.button("cohort.carry", "button.cohort.carry"))
	}
	if n == 1 {
		row = append(row, button(p, "package.release", townhall.Number(r.Work.Open[0].ID)))
	} else if n > 1 {
		back := bot.Control{Action: "package.release", Label: p.Line("button.reminder.release_which", nil)}
		for _, w := range r.Work.Open {
			back.Options = append(back.Options, bot.Option{Value: Num(w.ID), Label: shorten(Num(w.ID)+" "+w.Title, 70)})
		}
		more = append(more, back)
	}
	if r.Survey {
		m.Text = m.Text.Append(p.Text("reminder.two_questions", nil))
		row = append(row, r.button("cohort.survey", "button.cohort.survey"), r.button("cohort.survey_skip", "button.cohort.survey_skip"))
	}
	if len(row) == 0 {
		row = bot.Row{cohortButton(p, r.v, "cohort.dates")}
	}
	m.Rows = []bot.Row{row}
	if len(more) > 0 {
		m.Rows = append(m.Rows, more)
	}
	return m
}

// button is a button for the cohort with a label of its own.
func (r reminder) button(action, label string) bot.Control {
	return bot.Button(action, r.v.Key().String(), r.p.Line(label, nil))
}

// packageReminder reminds somebody that a package is due.
func packageReminder(p *i18n.Printer, t Told) (bot.Message, error) {
	key := "notice." + t.Kind
	if t.WorkPackage == nil || !p.Has(key+".line") {
		return bot.Message{}, fmt.Errorf("no words for the notice %s", t.Kind)
	}
	w := t.WorkPackage
	m := Say(p, key, viewArgs(*w))
	m.Text = p.Text("package.about."+about(w.WorkPackage), packageArgs(w.WorkPackage))
	n := townhall.Number(w.ID)
	m.Rows = []bot.Row{{button(p, "package.done", n), button(p, "package.block", n), button(p, "package.release", n)}}
	if w.Viewer == nil || !w.Hand(w.Viewer.ID) { // who stands in for somebody
		m.Rows = []bot.Row{{button(p, "package.show", n), button(p, "package.join", n)}}
	}
	return m, nil
}

// surveyNotice says what came of the two questions at the end of a working phase.
func surveyNotice(p *i18n.Printer, t Told) (bot.Message, error) {
	key := "notice." + t.Kind
	if t.Cohort == nil || !p.Has(key+".line") {
		return bot.Message{}, fmt.Errorf("no words for the notice %s", t.Kind)
	}
	number := func(name string) int {
		n, _ := strconv.Atoi(t.Values[name])
		return n
	}
	args := i18n.Args{"Title": t.Values["title"], "Phase": number("phase"), "Count": number("count"), "Host": t.Cohort.HostName}
	m := Say(p, key, args)
	if t.Kind == "survey.result" {
		var items [][]bot.Span
		for _, question := range []string{"useful", "enough"} {
			items = append(items, spans(p.Text("survey.sums."+question, i18n.Args{"Yes": number(question + "_yes"), "Partly": number(question + "_partly"), "No": number(question + "_no")})))
		}
		m.Text = m.Text.Append(bot.Text{{Items: items}}, p.Text("survey.shown_once", args))
	}
	m.Rows = []bot.Row{{cohortButton(p, t.Cohort, "cohort.dates")}}
	return m, nil
}

package commands

import (
	"slices"
	"strconv"
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/townhall"
)

// reminderWords are what people type for a kind of reminder.
var reminderWords = map[string]townhall.ReminderKind{
	"einladung": townhall.ReminderInvitation, "invitation": townhall.ReminderInvitation,
	"termin": townhall.ReminderDate, "date": townhall.ReminderDate,
	"verabredet": townhall.ReminderAgreed, "agreed": townhall.ReminderAgreed,
	"zwischenstand": townhall.ReminderCheckIn, "check-in": townhall.ReminderCheckIn, "check_in": townhall.ReminderCheckIn,
	"offene-pakete": townhall.ReminderOpenPackages, "open-packages": townhall.ReminderOpenPackages, "open_packages": townhall.ReminderOpenPackages,
	"phasenende": townhall.ReminderPhaseEnd, "phase-end": townhall.ReminderPhaseEnd, "phase_end": townhall.ReminderPhaseEnd,
	"paket-bald": townhall.ReminderPackageSoon, "package-soon": townhall.ReminderPackageSoon, "package_soon": townhall.ReminderPackageSoon,
	"paket-heute": townhall.ReminderPackageDue, "package-today": townhall.ReminderPackageDue, "package_due": townhall.ReminderPackageDue,
}

// usualWords put back what was set.
var usualWords = []string{"standard", "default", "ueblich", "usual"}

// cohortReminders shows when people are reminded, or changes it: "zwischenstand
// aus", "einladung 21 Tage 10:00", "standard".
func cohortReminders(c *Call) (bot.Reply, error) {
	if err := townhall.May(c.Person, townhall.VerbSetCalendar, nil); err != nil {
		return bot.Nothing(), err
	}
	if c.Args.Text == "" {
		return c.answer(cards.Reminders(c.P, "reminders.card", c.Org)), nil
	}
	first, rest := cutWord(c.Args.Text)
	if slices.Contains(usualWords, fold(first)) && rest == "" {
		return c.setReminder("", func(o *townhall.Organisation) error { o.UsualReminder(""); return nil })
	}
	kind, ok := reminderWords[fold(first)]
	if !ok {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "cohort.unknown_reminder")
	}
	if rest == "" {
		return c.reminderForm(kind)
	}
	return c.setReminder(kind, func(o *townhall.Organisation) error {
		change, ok := readReminder(o.ReminderSetting(kind), rest)
		if !ok {
			return townhall.Errf(townhall.Invalid, "cohort.reminder_usage")
		}
		if change == nil {
			o.UsualReminder(kind)
			return nil
		}
		return o.ChangeReminder(*change)
	})
}

// readReminder reads what is to become of a reminder; nil is the usual.
func readReminder(now townhall.ReminderChange, text string) (*townhall.ReminderChange, bool) {
	words := strings.Fields(fold(text))
	if len(words) == 1 {
		switch {
		case slices.Contains(usualWords, words[0]):
			return nil, true
		case words[0] == "aus" || words[0] == "off":
			now.Off = true
			return &now, true
		case words[0] == "an" || words[0] == "on":
			now.Off = false
			return &now, true
		}
	}
	now.Off = false
	number, any := -1, false
	for _, w := range words {
		switch n, err := strconv.Atoi(w); {
		case err == nil && number < 0:
			number = n
		case number >= 0 && slices.Contains([]string{"tage", "tag", "days", "day"}, w):
			now.Days, now.Workdays, number, any = number, 0, -1, true
		case number >= 0 && slices.Contains([]string{"arbeitstage", "arbeitstag", "workdays", "workday"}, w):
			now.Days, now.Workdays, number, any = 0, number, -1, true
		case slices.Contains([]string{"vorher", "davor", "before", "um", "at", "uhr"}, w):
		default:
			clock, ok := parseClock(w)
			if !ok {
				return nil, false
			}
			now.At, any = clock, true
		}
	}
	if number >= 0 { // "10", "um 10 Uhr"
		clock, ok := parseClock(strconv.Itoa(number))
		if !ok {
			return nil, false
		}
		now.At, any = clock, true
	}
	return &now, any
}

func (c *Call) setReminder(kind townhall.ReminderKind, rule func(*townhall.Organisation) error) (bot.Reply, error) {
	_, err := c.changeTown("cohort.reminders", map[string]string{"kind": string(kind)}, rule)
	if err != nil {
		return bot.Nothing(), err
	}
	return c.answer(cards.Reminders(c.P, "reminders.changed", c.Org)), nil
}

func (c *Call) reminderForm(kind townhall.ReminderKind) (bot.Reply, error) {
	now := c.Org.ReminderSetting(kind)
	on := c.field(bot.FieldCheck, "reminder_on", 0)
	on.Optional, on.Value = true, strconv.FormatBool(!now.Off)
	fields := []bot.Field{on}
	if kind.ComesBefore() {
		before, unit := c.field(bot.FieldLine, "before", 3), c.field(bot.FieldSelect, "unit", 0)
		before.Value, unit.Value = strconv.Itoa(now.Days+now.Workdays), "workdays"
		if now.Days > 0 {
			unit.Value = "days"
		}
		for _, u := range []string{"days", "workdays"} {
			unit.Options = append(unit.Options, bot.Option{Value: u, Label: c.P.Line("reminders.unit."+u, nil)})
		}
		fields = append(fields, before, unit)
	}
	at := c.field(bot.FieldLine, "at", 10)
	at.Value = now.At.String()
	intro := c.P.Text("reminders.form_intro", cards.ReminderArgs(kind))
	return c.form("cohort.reminders", "reminders", State{Key: string(kind)}, intro, append(fields, at)...), nil
}

func cohortRemindersForm(c *Call) (bot.Reply, error) {
	change := townhall.ReminderChange{Kind: townhall.ReminderKind(c.State.Key), Off: c.value("reminder_on") != "true"}
	if change.Kind.ComesBefore() {
		n, err := strconv.Atoi(c.value("before"))
		switch {
		case err != nil:
			return bot.Nothing(), townhall.Errf(townhall.Invalid, "cohort.bad_reminder", "Field", "before")
		case c.value("unit") == "days":
			change.Days = n
		default:
			change.Workdays = n
		}
	}
	var ok bool
	if change.At, ok = parseClock(c.value("at")); !ok {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "cohort.bad_reminder", "Field", "at")
	}
	reply, err := c.setReminder(change.Kind, func(o *townhall.Organisation) error { return o.ChangeReminder(change) })
	return reply, asField(err, c.State.Key, "at") // a rule names the kind that cannot be kept
}

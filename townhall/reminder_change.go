package townhall

import "slices"

// ReminderChange is what a town has set otherwise about one kind of reminder.
type ReminderChange struct {
	Kind     ReminderKind
	Off      bool // it is not sent in this town
	Days     int  // before the day it counts from, in calendar days
	Workdays int  // … or in workdays
	At       ClockTime
}

// maxDaysBefore and maxWorkdaysBefore limit how long before its day a reminder
// comes.
const (
	maxDaysBefore     = 60
	maxWorkdaysBefore = 40
)

// ReminderKinds are the kinds of reminders, in the order in which they come.
func ReminderKinds() []ReminderKind {
	var kinds []ReminderKind
	for _, r := range DefaultReminders() {
		kinds = append(kinds, r.Kind)
	}
	return kinds
}

// ComesBefore reports whether a reminder of the kind may come before the day it
// counts from. What was agreed on a day, how a phase went and what is due today
// cannot be said sooner, and how somebody gets on is asked in the middle.
func (k ReminderKind) ComesBefore() bool {
	return slices.Contains([]ReminderKind{ReminderInvitation, ReminderDate, ReminderOpenPackages, ReminderPackageSoon}, k)
}

// Reminders are the rules by which this town reminds: those of the programme, with
// what the town has set otherwise. What it has switched off is missing.
func (o *Organisation) Reminders() []ReminderRule {
	var rules []ReminderRule
	for _, r := range DefaultReminders() {
		at := slices.IndexFunc(o.ReminderChanges, func(c ReminderChange) bool { return c.Kind == r.Kind })
		if at >= 0 {
			if o.ReminderChanges[at].Off {
				continue
			}
			r = o.ReminderChanges[at].apply(r)
		}
		rules = append(rules, r)
	}
	return rules
}

// apply changes a rule. One that is put on the very day still helps on it.
func (c ReminderChange) apply(r ReminderRule) ReminderRule {
	r.Days, r.Workdays, r.At = c.Days, c.Workdays, c.At
	if c.Days == 0 && c.Workdays == 0 {
		r.Keeps = max(r.Keeps, 0)
	}
	return r
}

// ChangeReminder sets a kind of reminder otherwise, or back to the usual if the
// change says just that.
func (o *Organisation) ChangeReminder(c ReminderChange) error {
	if err := CheckReminderChanges([]ReminderChange{c}); err != nil {
		return err
	}
	o.UsualReminder(c.Kind)
	usual, _ := usualReminder(c.Kind)
	if c != usual {
		o.ReminderChanges = append(o.ReminderChanges, c)
	}
	return nil
}

// UsualReminder puts a kind of reminder back to the usual; "" puts all.
func (o *Organisation) UsualReminder(k ReminderKind) {
	o.ReminderChanges = slices.DeleteFunc(slices.Clone(o.ReminderChanges), func(c ReminderChange) bool { return k == "" || c.Kind == k })
}

// ReminderSetting is how this town reminds of a kind.
func (o *Organisation) ReminderSetting(k ReminderKind) ReminderChange {
	for _, c := range o.ReminderChanges {
		if c.Kind == k {
			return c
		}
	}
	usual, _ := usualReminder(k)
	return usual
}

// usualReminder is the default of a kind in the form of a change.
func usualReminder(k ReminderKind) (ReminderChange, bool) {
	for _, r := range DefaultReminders() {
		if r.Kind == k {
			return ReminderChange{Kind: k, Days: r.Days, Workdays: r.Workdays, At: r.At}, true
		}
	}
	return ReminderChange{}, false
}

// CheckReminderChanges says whether what a town has set of its own can be kept:
// each kind once, none before its time, and the rules that come of it.
func CheckReminderChanges(changes []ReminderChange) error {
	seen := map[ReminderKind]bool{}
	for _, c := range changes {
		usual, known := usualReminder(c.Kind)
		if !known || seen[c.Kind] {
			return Errf(Invalid, "cohort.unknown_reminder", "Field", "reminder")
		}
		seen[c.Kind] = true
		if c.Off {
			continue
		}
		if !c.Kind.ComesBefore() && (c.Days != usual.Days || c.Workdays != usual.Workdays) {
			return Errf(Invalid, "cohort.reminder_on_day", "Field", "before")
		}
		if c.Days != 0 && c.Workdays != 0 {
			return Errf(Invalid, "cohort.bad_reminder", "Field", "before")
		}
		o := &Organisation{ReminderChanges: []ReminderChange{c}}
		if err := CheckReminders(o.Reminders()); err != nil {
			return err
		}
	}
	return nil
}

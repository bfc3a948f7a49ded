package townhall

// SchoolHoliday is a time in which schools are closed: many people are away then.
// It is a reason to warn, never to refuse a date.
type SchoolHoliday struct {
	Name        string // as the list it was read from has it
	From, Until Date   // both included
}

// SchoolHolidays are the school holidays that a town knows of.
type SchoolHolidays []SchoolHoliday

// On is the name of the school holiday that d falls into.
func (s SchoolHolidays) On(d Date) (name string, ok bool) {
	for _, h := range s {
		if !d.Before(h.From) && !h.Until.Before(d) {
			return h.Name, true
		}
	}
	return "", false
}

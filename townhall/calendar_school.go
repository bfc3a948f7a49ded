package townhall

import (
	"cmp"
	"slices"
	"strings"
)

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

// Until is the last day of the list; the zero Date if it is empty.
func (s SchoolHolidays) Until() (last Date) {
	for _, h := range s {
		if last.Before(h.Until) {
			last = h.Until
		}
	}
	return last
}

// MaxSchoolHolidays limits the list: a hundred years have fewer.
const MaxSchoolHolidays = 1000

// Merge is the list with what another one, read from a file, says of the time from
// its first day until its last: there it takes the place of what was known. All
// are in the order of their days, each once.
func (s SchoolHolidays) Merge(read SchoolHolidays) (all, added, same, gone SchoolHolidays) {
	read = read.sorted()
	if len(read) == 0 {
		return s.sorted(), nil, nil, nil
	}
	from, until := read[0].From, read.Until()
	for _, h := range s.sorted() {
		switch {
		case slices.Contains(read, h):
			same = append(same, h)
		case h.Until.Before(from) || until.Before(h.From):
			all = append(all, h)
		default:
			gone = append(gone, h)
		}
	}
	for _, h := range read {
		if !slices.Contains(same, h) {
			added = append(added, h)
		}
	}
	return append(all, read...).sorted(), added, same, gone
}

// sorted is the list in order, each of it once.
func (s SchoolHolidays) sorted() SchoolHolidays {
	list := slices.Clone(s)
	slices.SortFunc(list, func(a, b SchoolHoliday) int {
		return cmp.Or(strings.Compare(a.From.String(), b.From.String()), strings.Compare(a.Name, b.Name), strings.Compare(a.Until.String(), b.Until.String()))
	})
	return slices.CompactFunc(list, func(a, b SchoolHoliday) bool { return a.From == b.From && a.Name == b.Name })
}

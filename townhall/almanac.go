package townhall

import (
	"strings"
	"sync"
	"time"
)

// Almanac remembers the calendars and time zones of towns: to make a calendar or to
// read a zone from the system's files takes longer than most questions to a database.
// The zero Almanac is empty, and good for many goroutines.
type Almanac struct {
	calendars sync.Map // of *Calendar by what makes them
	zones     sync.Map // of *time.Location by name
}

// Calendar is the calendar of an organisation, made anew when its days off have
// changed.
func (a *Almanac) Calendar(o *Organisation) (*Calendar, error) {
	key := o.State + "\n" + strings.Join(o.ExtraDaysOff, "\n") + "\n-\n" + strings.Join(o.RemovedDaysOff, "\n")
	if cal, ok := a.calendars.Load(key); ok {
		return cal.(*Calendar), nil
	}
	cal, err := o.NewCalendar()
	if err == nil {
		a.calendars.Store(key, cal)
	}
	return cal, err
}

// Zone is the time zone of an organisation.
func (a *Almanac) Zone(o *Organisation) *time.Location {
	if z, ok := a.zones.Load(o.Zone); ok {
		return z.(*time.Location)
	}
	z := o.Location()
	a.zones.Store(o.Zone, z)
	return z
}

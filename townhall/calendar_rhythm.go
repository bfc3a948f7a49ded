package townhall

// Rhythm is how a town reads "two weeks" between one seminar day and the next.
type Rhythm string

// The readings.
const (
	RhythmWeekday  Rhythm = "fixed_weekday" // 14 days: always the same weekday
	RhythmWorkdays Rhythm = "ten_workdays"  // ten full workdays, whatever days off lie between
)

// Rhythms are the readings, the default first.
var Rhythms = []Rhythm{RhythmWeekday, RhythmWorkdays}

// Days and workdays that a working phase takes.
const (
	phaseDays     = 14
	phaseWorkdays = 10
)

// TwoWeeks is where the rhythm puts the day two weeks after d. By the weekday it
// may be a day off.
func (c *Calendar) TwoWeeks(d Date, r Rhythm) Date {
	if r == RhythmWorkdays {
		return c.AddWorkdays(d, phaseWorkdays+1)
	}
	return d.AddDays(phaseDays)
}

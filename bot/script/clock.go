package script

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

var clockForm = regexp.MustCompile(`^(\+(\d{1,5})([dhm])|\d{4}-\d\d-\d\d( \d\d:\d\d)?)$`)

// dayBegins is the hour that a clock line without one means, as at the start
// of a transcript.
const dayBegins = " 09:00"

// target is the moment a clock line means. Days are calendar days in zone: a
// day on which the clocks change has 23 or 25 hours.
func target(spec string, now time.Time, zone *time.Location) (time.Time, error) {
	m := clockForm.FindStringSubmatch(spec)
	if m == nil {
		return time.Time{}, fmt.Errorf("%q is no time", spec)
	}
	if m[2] == "" {
		if m[4] == "" {
			spec += dayBegins
		}
		return time.ParseInLocation("2006-01-02 15:04", spec, zone)
	}
	n, err := strconv.Atoi(m[2])
	if err != nil {
		return time.Time{}, err
	}
	switch m[3] {
	case "d":
		return now.In(zone).AddDate(0, 0, n), nil
	case "h":
		return now.Add(time.Duration(n) * time.Hour), nil
	}
	return now.Add(time.Duration(n) * time.Minute), nil
}

package i18n

import (
	"testing"
	"time"
)

func TestDatesInWords(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	zone := berlin(t)
	thursday := time.Date(2027, 3, 25, 9, 0, 0, 0, zone)
	lateInUTC := time.Date(2027, 12, 31, 23, 30, 0, 0, time.UTC) // the new year has begun in Berlin
	tests := []struct {
		language                      Language
		when                          time.Time
		day, longDay, clock, dateTime string
	}{
		{German, thursday, "Do., 25. März", "Donnerstag, 25. März", "9:00 Uhr", "Do., 25. März, 9:00 Uhr"},
		{GermanFormal, thursday, "Do., 25. März", "Donnerstag, 25. März", "9:00 Uhr", "Do., 25. März, 9:00 Uhr"},
		{English, thursday, "Thu 25 March", "Thursday 25 March", "9:00", "Thu 25 March, 9:00"},
		{German, lateInUTC, "Sa., 1. Januar 2028", "Samstag, 1. Januar 2028", "0:30 Uhr", "Sa., 1. Januar 2028, 0:30 Uhr"},
		{English, lateInUTC, "Sat 1 January 2028", "Saturday 1 January 2028", "0:30", "Sat 1 January 2028, 0:30"},
	}
	for _, tt := range tests {
		p := c.Printer(tt.language, zone).At(time.Date(2027, 3, 18, 9, 0, 0, 0, zone))
		for got, want := range map[string]string{
			p.Day(tt.when): tt.day, p.LongDay(tt.when): tt.longDay, p.Clock(tt.when): tt.clock, p.DateTime(tt.when): tt.dateTime,
		} {
			if got != want {
				t.Errorf("%s: got %q, want %q", tt.language, got, want)
			}
		}
	}
	if got, want := c.Printer(German, zone).Day(lateInUTC), "Sa., 1. Januar"; got != want {
		t.Errorf("without a year to compare with: got %q, want %q", got, want)
	}
}

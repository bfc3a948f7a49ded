// Package ics writes calendar feeds and reads the school holidays of a Bundesland,
// both in the format of RFC 5545. It owns the format alone: what an event is called
// is said by whoever asks for the feed, and never holds the name of a person.
//
// It imports townhall, and golang-ical for escaping and folding. Start reading at
// Write, then SchoolHolidays.
package ics

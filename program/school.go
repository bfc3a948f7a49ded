package program

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"lotsenfunk/ics"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// SchoolReport says what a file of school holidays changes.
type SchoolReport struct {
	Town            string
	New, Same, Gone townhall.SchoolHolidays
	Applied         bool
}

// UnreadableError is about a file that is no list of school holidays.
type UnreadableError struct{ err error }

func (e *UnreadableError) Error() string { return e.err.Error() }

func (e *UnreadableError) Unwrap() error { return e.err }

// ImportSchool reads school holidays from a calendar file, and with apply keeps
// them: in the time that the file is about, it takes the place of what was known.
// Done twice it changes nothing the second time. org may be empty if there is only
// one.
func ImportSchool(ctx context.Context, store *storage.Store, org townhall.OrgID, data []byte, apply bool) (*SchoolReport, error) {
	org, err := theTown(ctx, store, org)
	if err != nil {
		return nil, err
	}
	report := &SchoolReport{Applied: apply}
	err = store.Update(ctx, org, func(tx *storage.Tx) error {
		o, err := tx.Organisation()
		if err != nil {
			return err
		}
		report.Town = o.Name
		read, err := ics.SchoolHolidays(bytes.NewReader(data), o.Location())
		if err != nil {
			return &UnreadableError{err}
		}
		known, err := tx.SchoolHolidays()
		if err != nil {
			return err
		}
		var all townhall.SchoolHolidays
		all, report.New, report.Same, report.Gone = known.Merge(read)
		if len(all) > townhall.MaxSchoolHolidays {
			return &UnreadableError{fmt.Errorf("with it there would be %d school holidays, at most %d", len(all), townhall.MaxSchoolHolidays)}
		}
		if !apply {
			return errDry
		}
		return tx.SaveSchoolHolidays(all)
	})
	if errors.Is(err, errDry) {
		err = nil
	}
	if err != nil {
		return nil, err
	}
	return report, nil
}

// ImportSchoolInto is ImportSchool for a database that is named.
func ImportSchoolInto(ctx context.Context, dsn, org string, data []byte, apply bool) (report *SchoolReport, err error) {
	store, err := storage.Open(ctx, dsn)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	return ImportSchool(ctx, store, townhall.OrgID(org), data, apply)
}

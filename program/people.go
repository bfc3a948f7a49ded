package program

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/bot/room"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/townfile"
	"lotsenfunk/townhall"
)

// PeopleReport says, line by line, what a list of people changes.
type PeopleReport struct {
	Town    string
	Lines   []LineReport
	Applied bool
}

// LineReport is what one line changes, or what is wrong with it.
type LineReport struct {
	Line    int
	Person  string // the id, or what stands for it
	New     bool
	Changes []string
	Problem string
}

// Problems counts the lines that something is wrong with.
func (r *PeopleReport) Problems() (n int) {
	for _, l := range r.Lines {
		if l.Problem != "" {
			n++
		}
	}
	return n
}

// errDry ends a transaction that was only to show what it would change.
var errDry = errors.New("nothing is kept")

// ErrNoTown: the database has no town that people could be added to.
var ErrNoTown = errors.New("the database has no town yet; start lotsenfunk on it once")

// ErrNoSuchTown: the town that was named is not in the database.
var ErrNoSuchTown = errors.New("there is no such town in the database")

// ErrSeveralTowns: it has to be said which town is meant.
var ErrSeveralTowns = errors.New("the database has several towns; name one with --organisation")

// ImportPeople compares a list of people with the database and, with apply,
// changes the database accordingly: all of it, or nothing if any line has a
// problem. Done twice it changes nothing the second time. Who is missing from the
// list stays as they are. org may be empty if there is only one.
func ImportPeople(ctx context.Context, store *storage.Store, org townhall.OrgID, list *townfile.People, now time.Time, apply bool) (*PeopleReport, error) {
	catalogues, err := i18n.Load()
	if err != nil {
		return nil, err
	}
	if org, err = theTown(ctx, store, org); err != nil {
		return nil, err
	}
	var report *PeopleReport
	err = store.Update(ctx, org, func(tx *storage.Tx) error {
		o, err := tx.Organisation()
		if err != nil {
			return err
		}
		report = &PeopleReport{Town: o.Name, Applied: apply}
		i := &peopleImport{tx: tx, list: list, now: now, on: townhall.DateOf(now, o.Location()), met: map[townhall.PersonID]int{}}
		for _, l := range []i18n.Language{i18n.German, i18n.English} {
			i.printers = append(i.printers, cards.PrinterIn(catalogues, l, o, time.UTC))
		}
		if err := i.read(); err != nil {
			return err
		}
		if report.Lines, err = i.lines(); err != nil {
			return err
		}
		if !apply || report.Problems() > 0 {
			return errDry
		}
		return nil
	})
	if errors.Is(err, errDry) {
		report.Applied = false
		err = nil
	}
	return report, err
}

// ImportPeopleInto is ImportPeople for a database that is named.
func ImportPeopleInto(ctx context.Context, dsn, org string, list *townfile.People, now time.Time, apply bool) (report *PeopleReport, err error) {
	store, err := storage.Open(ctx, dsn)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	return ImportPeople(ctx, store, townhall.OrgID(org), list, now, apply)
}

// theTown is the only town of the database, or the one that is named.
func theTown(ctx context.Context, store *storage.Store, org townhall.OrgID) (townhall.OrgID, error) {
	there, err := store.Organisations(ctx)
	switch {
	case err != nil:
		return "", err
	case org == "" && len(there) == 1:
		return there[0], nil
	case len(there) == 0:
		return "", ErrNoTown
	case org == "":
		return "", fmt.Errorf("%w: %s", ErrSeveralTowns, idList(there))
	case !slices.Contains(there, org):
		return "", fmt.Errorf("%w: %s; there are %s", ErrNoSuchTown, org, idList(there))
	}
	return org, nil
}

func idList(ids []townhall.OrgID) string {
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = string(id)
	}
	return strings.Join(words, ", ")
}

// peopleImport is one import on its way.
type peopleImport struct {
	tx          *storage.Tx
	list        *townfile.People
	now         time.Time
	on          townhall.Date
	printers    []*i18n.Printer
	people      []*townhall.Person
	departments []*townhall.Department
	tenants     []bot.Tenant
	met         map[townhall.PersonID]int // the line in which somebody stood before
}

func (i *peopleImport) read() (err error) {
	if i.people, err = i.tx.People(); err != nil {
		return err
	}
	if i.departments, err = i.tx.Departments(); err != nil {
		return err
	}
	i.tenants, err = i.tx.Tenants()
	return err
}

// lines changes the people of all lines. The future admins come first, so that
// the role can go from one to another.
func (i *peopleImport) lines() (reports []LineReport, err error) {
	var admins, others []townfile.PersonLine
	for _, line := range i.list.Lines {
		if slices.ContainsFunc(line.Roles, func(word string) bool {
			role, _ := i.roleNamed(word)
			return role == townhall.RoleAdmin
		}) {
			admins = append(admins, line)
		} else {
			others = append(others, line)
		}
	}
	for _, line := range append(admins, others...) {
		report, err := i.line(line)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", line.Line, err)
		}
		reports = append(reports, report)
	}
	slices.SortFunc(reports, func(a, b LineReport) int { return a.Line - b.Line })
	return reports, nil
}

// line changes the person of one line. What is wrong with the line is no error:
// it is reported.
func (i *peopleImport) line(l townfile.PersonLine) (report LineReport, err error) {
	report = LineReport{Line: l.Line, Person: firstOf(l.ID, l.Account, l.Name), Problem: l.Problem}
	if l.Problem != "" {
		return report, nil
	}
	account, problem := i.account(l)
	if problem != "" {
		report.Problem = problem
		return report, nil
	}
	p, problem, err := i.who(l, account)
	if err != nil || problem != "" {
		report.Problem = problem
		return report, err
	}
	report.Person = string(p.ID)
	if before := i.met[p.ID]; before != 0 {
		report.Problem = fmt.Sprintf("the same person as in line %d", before)
		return report, nil
	}
	i.met[p.ID] = l.Line
	report.New = p.Version == 0
	if report.Changes, problem, err = i.change(p, l); err != nil || problem != "" {
		report.Problem = problem
		return report, err
	}
	return report, i.save(p, account, &report)
}

func firstOf(words ...string) string {
	for _, w := range words {
		if w != "" {
			return w
		}
	}
	return "?"
}

// save writes somebody who has changed, and ties their account to them.
func (i *peopleImport) save(p *townhall.Person, account townhall.Identity, report *LineReport) error {
	switch {
	case report.New:
		if err := i.tx.CreatePerson(p); err != nil {
			return err
		}
		i.people = append(i.people, p)
		if account.User == "" { // they can take their seat in the built-in room
			account = townhall.Identity{Platform: room.Platform, User: string(p.ID)}
			at := slices.IndexFunc(i.tenants, func(t bot.Tenant) bool { return t.Platform == room.Platform })
			if at < 0 {
				return nil
			}
			account.Tenant = i.tenants[at].ID
		}
	case len(report.Changes) > 0:
		if err := i.tx.SavePerson(p); err != nil {
			return err
		}
	}
	if account.User == "" {
		return nil
	}
	owner, known, err := i.tx.PersonOf(account)
	if err != nil || known && owner == p.ID {
		return err
	}
	if !report.New {
		report.Changes = append(report.Changes, "account "+account.User+" on "+account.Platform)
	}
	account.Person = p.ID
	return i.tx.SaveIdentity(account)
}

package storage

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"lotsenfunk/townhall"
)

// shared is a second gate beside Tx.scoped, for the one thing that several towns
// have together: a cohort. Its rows stand with the town that hosts it. Whoever
// wants to look at them goes through this gate, which opens only for a cohort of
// which the transaction's town is one, and then binds :host and :cohort: a
// statement behind it reaches the rows of that one cohort and nothing else.
type shared struct {
	t     *Tx
	key   townhall.CohortKey
	towns []townhall.OrgID // the host first, then those invited
}

// shared opens the gate. A cohort that there is not and one of which this town is
// not are the same error: nobody learns of what is none of theirs.
func (t *Tx) shared(key townhall.CohortKey) (*shared, error) {
	if s := t.gates[key]; s != nil {
		return s, nil
	}
	s := &shared{t: t, key: key}
	err := t.list(&s.towns, `select other.town from cohort_town mine
		join cohort_town other on other.org_id = mine.org_id and other.cohort = mine.cohort
		where mine.town = :org and mine.org_id = :host and mine.cohort = :cohort
		order by case when other.town = other.org_id then 0 else 1 end, other.town`, args{"host": key.Host, "cohort": key.ID})
	if err == nil && len(s.towns) == 0 {
		err = townhall.Errf(townhall.NotFound, "cohort.unknown")
	}
	if err == nil && !t.writes {
		keep(&t.gates, key, s)
	}
	return s, err
}

// keep puts something into a map that may not be there yet.
func keep[K comparable, V any](m *map[K]V, key K, value V) {
	if *m == nil {
		*m = map[K]V{}
	}
	(*m)[key] = value
}

// bound binds :host, :cohort and :org, and refuses a statement that could reach
// another cohort's rows.
func (s *shared) bound(query string, a args) (args, error) {
	if !mentions(query, ":host") || !mentions(query, ":cohort") {
		return nil, describe(query, errors.New("statement without :host and :cohort"))
	}
	if a == nil {
		a = args{}
	}
	a["org"], a["host"], a["cohort"] = string(s.t.org), string(s.key.Host), string(s.key.ID)
	return a, nil
}

func (s *shared) exec(query string, a args) (int64, error) {
	a, err := s.bound(query, a)
	if err != nil {
		return 0, err
	}
	return s.t.s.exec(query, a)
}

func (s *shared) get(query string, a args, dest ...any) (bool, error) {
	a, err := s.bound(query, a)
	if err != nil {
		return false, err
	}
	return s.t.s.get(query, a, dest...)
}

func (s *shared) each(query string, a args, scan func(*sql.Rows) error) error {
	a, err := s.bound(query, a)
	if err != nil {
		return err
	}
	return s.t.s.each(query, a, scan)
}

// upsert adds a row of the cohort or overwrites it; key are the columns of its
// primary key behind org_id and cohort.
func (s *shared) upsert(table string, f fields, key string) error {
	columns, values := []string{"org_id", "cohort"}, []string{":host", ":cohort"}
	for _, one := range f {
		columns, values = append(columns, one.column), append(values, ":"+one.column)
	}
	_, err := s.exec("insert into "+table+" ("+strings.Join(columns, ", ")+") values ("+strings.Join(values, ", ")+
		") on conflict (org_id, cohort, "+key+") do update set "+assignments(f, "excluded."), f.args())
	return err
}

// loadShared are the rows of the cohort that where selects; where may end in an
// order.
func loadShared[T any](s *shared, table string, fieldsOf func(*T) fields, where string, a args) (all []T, err error) {
	query := "select " + fieldsOf(new(T)).columns() + " from " + table + " where org_id = :host and cohort = :cohort and " + where
	err = s.each(query, a, func(rows *sql.Rows) error {
		var row T
		err := rows.Scan(fieldsOf(&row).pointers()...)
		all = append(all, row)
		return err
	})
	return all, err
}

// host reports whether the transaction's town hosts the cohort.
func (s *shared) host() bool { return s.t.org == s.key.Host }

// in is the same transaction within another town of the cohort, for telling its
// people something. It is the one place where a transaction changes its town.
func (s *shared) in(town townhall.OrgID) (*Tx, error) {
	if town == s.t.org {
		return s.t, nil
	}
	if !slices.Contains(s.towns, town) {
		return nil, fmt.Errorf("%s is no town of the cohort %s", town, s.key)
	}
	return &Tx{s: s.t.s, dialect: s.t.dialect, org: town, writes: s.t.writes, similar: s.t.similar, almanac: s.t.almanac,
		channels: map[townhall.Purpose][]*townhall.Channel{}, places: map[townhall.ChannelID][]townhall.ChannelID{}}, nil
}

// tell enqueues notices to people of a town of the cohort.
func (s *shared) tell(town townhall.OrgID, notices ...Notice) error {
	other, err := s.in(town)
	if err != nil {
		return err
	}
	err = other.Enqueue(notices...)
	s.t.enqueued = s.t.enqueued || other.enqueued
	return err
}

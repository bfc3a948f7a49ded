package storage

import (
	"context"
	"database/sql"
	"maps"
	"slices"
	"sync"
	"time"

	"lotsenfunk/townhall"
)

// changes are the towns in which this process has changed something since planning
// was told.
type changes struct {
	mu    sync.Mutex
	towns map[townhall.OrgID]bool
}

func (c *changes) add(towns ...townhall.OrgID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.towns == nil {
		c.towns = map[townhall.OrgID]bool{}
	}
	for _, town := range towns {
		c.towns[town] = true
	}
}

func (c *changes) take() []townhall.OrgID {
	c.mu.Lock()
	defer c.mu.Unlock()
	towns := slices.Collect(maps.Keys(c.towns))
	c.towns = nil
	return towns
}

// PlanAgain has planning look again at the towns in which this process has changed
// something since the last call, and at those that have a cohort with them.
func (s *Store) PlanAgain(ctx context.Context) error {
	towns := s.changes.take()
	if len(towns) == 0 {
		return nil
	}
	_, err := s.writer.session(ctx).exec(`update schedule set look_at = 0 where look_at > 0 and (
			org_id in (select value from `+s.dialect.strings(":towns")+`)
			or org_id in (select other.town from cohort_town mine join cohort_town other on other.org_id = mine.org_id and other.cohort = mine.cohort
				where mine.town in (select value from `+s.dialect.strings(":towns")+`)))`, args{"towns": jsonList(&towns)})
	if err != nil {
		s.changes.add(towns...)
	}
	return err
}

// PlanAll has planning look again at all towns.
func (s *Store) PlanAll(ctx context.Context) error {
	_, err := s.writer.session(ctx).exec(`update schedule set look_at = 0 where look_at > 0`, nil)
	return err
}

// ClaimPlanning gives the caller up to limit of the towns at which planning has to
// look by now, alone and until a moment: if they have not finished by then, it is
// somebody else's turn.
func (s *Store) ClaimPlanning(ctx context.Context, now, until time.Time, limit int) (towns []townhall.OrgID, err error) {
	a := args{"now": micros(now), "until": micros(until), "limit": limit}
	const due = `select org_id from schedule where look_at <= :now order by look_at, org_id limit cast(:limit as integer)`
	if err = s.reader.session(ctx).list(&towns, due, a); err != nil || len(towns) == 0 { // mostly, and it writes nothing
		return nil, err
	}
	err = s.again(func() error {
		towns = nil
		return s.writer.session(ctx).each(`update schedule set look_at = :until
			where look_at <= :now and org_id in (`+due+s.dialect.lockOrPass+`) returning org_id`, a,
			func(rows *sql.Rows) error {
				var town townhall.OrgID
				err := rows.Scan(&town)
				towns = append(towns, town)
				return err
			})
	})
	slices.Sort(towns)
	return towns, err
}

// GiveBackPlanning has planning look again at a moment at those of the towns that were
// claimed until a moment and are not finished.
func (s *Store) GiveBackPlanning(ctx context.Context, claimedUntil, at time.Time, towns []townhall.OrgID) error {
	_, err := s.writer.session(ctx).exec(`update schedule set look_at = :at
		where look_at = :until and org_id in (select value from `+s.dialect.strings(":towns")+`)`,
		args{"at": micros(at), "until": micros(claimedUntil), "towns": jsonList(&towns)})
	return err
}

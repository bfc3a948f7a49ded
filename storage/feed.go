package storage

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"lotsenfunk/townhall"
)

// feedHash is how the token of a calendar's address is kept. Nobody can guess one,
// so it takes no key: without it nothing leads from the hash to the token.
func feedHash(token string) string {
	sum := sha256.Sum256([]byte("calendar " + token))
	return hex.EncodeToString(sum[:])
}

// SaveFeed keeps the token of somebody's address of a cohort's calendar; one that
// they had before is no longer good.
func (t *Tx) SaveFeed(key townhall.CohortKey, person townhall.PersonID, token string) error {
	if _, err := t.shared(key); err != nil {
		return err
	}
	hash := feedHash(token)
	return t.upsert("calendar_feed", fields{{"host", &key.Host, fixed}, {"cohort", &key.ID, fixed}, {"person", &person, fixed}, {"hash", &hash, plain}},
		"host, cohort, person")
}

// HasFeed reports whether somebody has an address of a cohort's calendar.
func (t *Tx) HasFeed(key townhall.CohortKey, person townhall.PersonID) (has bool, err error) {
	_, err = t.get(`select exists (select 1 from calendar_feed where org_id = :org and host = :host and cohort = :cohort and person = :person)`,
		args{"host": key.Host, "cohort": key.ID, "person": person}, &has)
	return has, err
}

// DeleteFeed makes somebody's address of a cohort's calendar good no longer.
func (t *Tx) DeleteFeed(key townhall.CohortKey, person townhall.PersonID) error {
	_, err := t.exec(`delete from calendar_feed where org_id = :org and host = :host and cohort = :cohort and person = :person`,
		args{"host": key.Host, "cohort": key.ID, "person": person})
	return err
}

// Feed finds whose address of which cohort's calendar a token is. A token that is
// good no longer, or never was, finds nothing.
func (s *Store) Feed(ctx context.Context, token string) (org townhall.OrgID, key townhall.CohortKey, person townhall.PersonID, ok bool, err error) {
	ok, err = s.reader.session(ctx).get(`select org_id, host, cohort, person from calendar_feed where hash = :hash`,
		args{"hash": feedHash(token)}, &org, &key.Host, &key.ID, &person)
	return org, key, person, ok, err
}

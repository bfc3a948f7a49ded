package storage

import "lotsenfunk/townhall"

// FirstTime remembers that a delivery was seen and reports whether it was for
// the first time. The row holds a hash and a day only, so that it joins nothing
// with nobody.
func (t *Tx) FirstTime(hash string, on townhall.Date) (bool, error) {
	n, err := t.exec(`insert into delivery (org_id, hash, day) values (:org, :hash, :day) on conflict do nothing`,
		args{"hash": hash, "day": isoDate(on)})
	return n == 1, err
}

// Attempt counts an attempt, such as one to guess a receipt code, and returns
// how many this makes under the key on that day.
func (t *Tx) Attempt(key string, on townhall.Date) (tries int, err error) {
	_, err = t.get(`insert into attempt (org_id, key, day, tries) values (:org, :key, :day, 1)
		on conflict (org_id, key, day) do update set tries = attempt.tries + 1 returning tries`,
		args{"key": key, "day": isoDate(on)}, &tries)
	return tries, err
}

// Draft is what somebody typed and has not sent yet. No person stands in it:
// whoever holds its id may take it.
type Draft struct {
	ID     string // random, chosen by the caller
	Kind   string
	Values map[string]string
	On     townhall.Date
}

func draftFields(d *Draft) fields {
	return fields{
		{"id", &d.ID, fixed},
		{"kind", &d.Kind, plain},
		{"data", jsonObject(&d.Values), plain},
		{"day", (*isoDate)(&d.On), plain},
	}
}

// SaveDraft keeps a draft, or overwrites it.
func (t *Tx) SaveDraft(d Draft) error { return t.upsert("draft", draftFields(&d), "id") }

// TakeDraft returns a draft and deletes it: it is good once.
func (t *Tx) TakeDraft(id string) (d *Draft, ok bool, err error) {
	d = new(Draft)
	f := draftFields(d)
	ok, err = t.get("delete from draft where org_id = :org and id = :id returning "+f.columns(), args{"id": id}, f.pointers()...)
	if !ok {
		return nil, false, err
	}
	return d, true, err
}

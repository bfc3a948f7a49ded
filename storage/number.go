package storage

import (
	"lotsenfunk/townhall"
)

// NextNumber takes the next number of the town's one series. It has no gaps:
// a transaction that fails gives its number back.
func (t *Tx) NextNumber(kind townhall.Kind) (townhall.Number, error) {
	var number townhall.Number
	found, err := t.get(`update counter set next_number = next_number + 1, ideas = ideas + :ideas
		where org_id = :org returning next_number - 1`, args{"ideas": ideas(kind)}, &number)
	if err != nil {
		return 0, err
	}
	if !found {
		return 0, unknown("organisation", t.org)
	}
	return number, t.addThing(number, kind)
}

// ReserveNumber takes a number that a town file gives; NextNumber goes on after
// the highest.
func (t *Tx) ReserveNumber(number townhall.Number, kind townhall.Kind) error {
	_, err := t.exec(`update counter set ideas = ideas + :ideas,
		next_number = case when next_number <= :number then :number + 1 else next_number end
		where org_id = :org`, args{"ideas": ideas(kind), "number": number})
	if err != nil {
		return err
	}
	return t.addThing(number, kind)
}

// Lookup says what a number belongs to.
func (t *Tx) Lookup(number townhall.Number) (kind townhall.Kind, ok bool, err error) {
	ok, err = t.get(`select kind from thing where org_id = :org and number = :number`, args{"number": number}, &kind)
	return kind, ok, err
}

func (t *Tx) addThing(number townhall.Number, kind townhall.Kind) error {
	_, err := t.exec(`insert into thing (org_id, number, kind) values (:org, :number, :kind)`,
		args{"number": number, "kind": kind})
	return err
}

// number gives a new thing the next number, unless it brings its own.
func number[ID ~int64](t *Tx, id *ID, kind townhall.Kind) error {
	if *id != 0 {
		return t.ReserveNumber(townhall.Number(*id), kind)
	}
	n, err := t.NextNumber(kind)
	*id = ID(n)
	return err
}

// ideas is what a new thing adds to the number of ideas, which the similarity
// of two ideas is weighed against.
func ideas(kind townhall.Kind) int {
	if kind == townhall.KindIdea {
		return 1
	}
	return 0
}

// known turns a missing row into the error that the person gets to read.
func known[T any](row *T, err error, thing string, id any) (*T, error) {
	if err == nil && row == nil {
		err = unknown(thing, id)
	}
	return row, err
}

func unknown(thing string, id any) error {
	return townhall.Errf(townhall.NotFound, thing+".unknown", "Number", id)
}

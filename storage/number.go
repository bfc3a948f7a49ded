package storage

import (
	"fmt"
	"strings"

	"lotsenfunk/townhall"
)

// NextNumber takes the next number of the town's one series. It has no gaps:
// a transaction that fails gives its number back.
func (t *Tx) NextNumber() (townhall.Number, error) {
	const take = `update counter set next_number = next_number + 1 where org_id = :org`
	read, number := take+` returning next_number - 1`, t.next
	if t.dialect.alone {
		read = `select next_number from counter where org_id = :org`
	}
	if number == 0 {
		found, err := t.get(read, nil, &number)
		if err == nil && !found {
			err = unknown("organisation", t.org)
		}
		if err != nil {
			return 0, err
		}
	}
	if t.dialect.alone { // it was only read
		if _, err := t.exec(take, nil); err != nil {
			return 0, err
		}
		t.next = number + 1
	}
	return number, nil
}

// ReserveNumber takes a number that a town file gives, which no other thing may
// have; NextNumber goes on after the highest.
func (t *Tx) ReserveNumber(number townhall.Number) error {
	other, taken, err := t.Lookup(number)
	if err != nil {
		return err
	}
	if taken {
		return fmt.Errorf("number %d is already that of a %s", number, other)
	}
	t.next = 0
	_, err = t.exec(`update counter set next_number = :number + 1 where org_id = :org and next_number <= :number`,
		args{"number": number})
	return err
}

// Lookup says what a number belongs to.
func (t *Tx) Lookup(number townhall.Number) (kind townhall.Kind, ok bool, err error) {
	ok, err = t.get(`select 'idea' from idea where org_id = :org and id = :number
		union all select 'project' from project where org_id = :org and id = :number
		union all select 'work_package' from work_package where org_id = :org and id = :number
		union all select 'help_request' from help_request where org_id = :org and id = :number`,
		args{"number": number}, &kind)
	return kind, ok, err
}

// create adds a new thing under the next number, unless it brings its own. Where
// the database can, one statement draws the number and adds the row.
func create[ID ~int64](t *Tx, table string, id *ID, f fields) error {
	switch {
	case *id != 0:
		if err := t.ReserveNumber(townhall.Number(*id)); err != nil {
			return err
		}
	case t.dialect.draw != "":
		insert := strings.Replace(t.insertSQL(table, f), " :id,", " (select number from drawn),", 1)
		_, err := t.get(t.dialect.draw+insert+" returning id", f.args(), id)
		return err
	default:
		n, err := t.NextNumber()
		if err != nil {
			return err
		}
		*id = ID(n)
	}
	return t.insert(table, f)
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

package storage

import (
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"time"

	"lotsenfunk/townhall"
)

// isoDate keeps a day as 2006-01-02, and no day as "".
type isoDate townhall.Date

func (d isoDate) Value() (driver.Value, error) { return townhall.Date(d).String(), nil }

func (d *isoDate) Scan(src any) error {
	s, err := text(src)
	if err != nil {
		return err
	}
	parsed, err := townhall.ParseDate(s)
	*d = isoDate(parsed)
	return err
}

// micros keeps a moment as microseconds since 1970 in UTC, and the zero time
// as 0: the same on both databases, and exact enough for either.
type micros time.Time

func (m micros) Value() (driver.Value, error) {
	if time.Time(m).IsZero() {
		return int64(0), nil
	}
	return time.Time(m).UnixMicro(), nil
}

// MarshalJSON writes what Value does.
func (m micros) MarshalJSON() ([]byte, error) {
	if time.Time(m).IsZero() {
		return []byte{'0'}, nil
	}
	return strconv.AppendInt(nil, time.Time(m).UnixMicro(), 10), nil
}

func (m *micros) Scan(src any) error {
	n, ok := src.(int64)
	if !ok {
		return fmt.Errorf("%T is no moment", src)
	}
	*m = micros{}
	if n != 0 {
		*m = micros(time.UnixMicro(n).UTC())
	}
	return nil
}

// reference keeps an id that may be empty, as a foreign key wants it: no id is
// null.
type reference[T interface {
	comparable
	~string | ~int64
}] struct{ id *T }

func ref[T interface {
	comparable
	~string | ~int64
}](id *T) reference[T] {
	return reference[T]{id}
}

func (r reference[T]) Value() (driver.Value, error) {
	var none T
	if *r.id == none {
		return nil, nil
	}
	return driver.DefaultParameterConverter.ConvertValue(*r.id)
}

func (r reference[T]) Scan(src any) error {
	var n sql.Null[T]
	err := n.Scan(src)
	*r.id = n.V
	return err
}

// document keeps a list or a map as JSON. An empty one is written as such,
// never as null, and read as nil.
type document struct {
	v     any // a pointer
	empty string
}

func jsonList[T any](v *[]T) document { return document{v, "[]"} }

func jsonObject[T any](v *T) document { return document{v, "{}"} }

func (d document) Value() (driver.Value, error) {
	if v := reflect.ValueOf(d.v).Elem(); v.Kind() != reflect.Struct && v.Len() == 0 {
		return d.empty, nil
	}
	b, err := json.Marshal(d.v)
	return string(b), err
}

func (d document) Scan(src any) error {
	s, err := text(src)
	if err != nil || s == d.empty {
		return err
	}
	return json.Unmarshal([]byte(s), d.v)
}

func text(src any) (string, error) {
	switch v := src.(type) {
	case string:
		return v, nil
	case []byte:
		return string(v), nil
	}
	return "", fmt.Errorf("%T is no text", src)
}

package program_test

import (
	"slices"
	"strings"
	"testing"

	"lotsenfunk/privacy"
	"lotsenfunk/storage/storagetest"
)

// TestEveryColumnIsInTheListOfDataFields compares the schema of both databases
// with what people are told: whoever adds a column says there what it is for,
// who sees it and how long it is kept.
func TestEveryColumnIsInTheListOfDataFields(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		h := newHall(t, db, nil)
		listed := map[string]string{}
		for _, e := range privacy.List() {
			for table, columns := range e.Columns {
				for _, c := range strings.Fields(columns) {
					if other := listed[table+"."+c]; other != "" {
						t.Errorf("%s.%s is listed under %s and %s", table, c, other, e.Key)
					}
					listed[table+"."+c] = e.Key
				}
			}
		}
		for _, table := range h.tables() {
			if table == "goose_db_version" { // which migrations have been applied
				continue
			}
			for _, c := range h.columns(table) {
				if c == "org_id" {
					continue
				}
				if listed[table+"."+c] == "" {
					t.Errorf("privacy.List says nothing about %s.%s", table, c)
				}
				delete(listed, table+"."+c)
			}
		}
		for column, key := range listed {
			t.Errorf("privacy.List has %s under %s, but there is no such column", column, key)
		}
	})
}

// columns are the columns of a table.
func (h *hall) columns(table string) []string {
	h.t.Helper()
	rows, err := h.sql.Query(`select * from ` + table + ` where false`)
	if err != nil {
		h.t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil || rows.Err() != nil {
		h.t.Fatal(err, rows.Err())
	}
	return slices.Clone(columns)
}

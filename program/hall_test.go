package program_test

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lotsenfunk/bot/room"
	"lotsenfunk/program"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townfile"
)

// hall is a running program and a look into its database past it.
type hall struct {
	*program.Chat
	t     testing.TB
	sql   *sql.DB
	asked int // counts the deliveries of inTown
}

// newHall starts the demo town, or an empty one, on a database.
func newHall(t testing.TB, db *storagetest.Database, town *townfile.Town) *hall {
	t.Helper()
	return newHallWith(t, db, program.Options{DSN: db.DSN, Town: town, Log: slog.New(slog.DiscardHandler)})
}

// newHallWith starts a program in a way of its own.
func newHallWith(t testing.TB, db *storagetest.Database, o program.Options) *hall {
	t.Helper()
	chat, err := program.NewChat(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	driver, dsn := "sqlite", "file:"+db.DSN+"?_pragma=busy_timeout(5000)"
	if strings.HasPrefix(db.DSN, "postgres://") {
		driver, dsn = "postgres", db.DSN
	}
	raw, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := raw.Close(); err != nil {
			t.Error(err)
		}
		if err := chat.Close(); err != nil {
			t.Error(err)
		}
	})
	return &hall{Chat: chat, t: t, sql: raw}
}

func demo(t testing.TB) *townfile.Town {
	t.Helper()
	town, err := townfile.Demo()
	if err != nil {
		t.Fatal(err)
	}
	return town
}

// play plays lines of a transcript and returns what was said meanwhile.
func (h *hall) play(script string) []room.Utterance {
	h.t.Helper()
	before := h.Program().Room.Seq()
	if err := h.Play(context.Background(), "script", strings.NewReader(script), nil); err != nil {
		h.t.Fatal(err)
	}
	return h.Program().Room.Said(before)
}

var receiptCode = regexp.MustCompile(`[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}`)

// code is the receipt code that was shown to a seat.
func (h *hall) code(said []room.Utterance, seat string) string {
	h.t.Helper()
	for _, u := range slices.Backward(said) {
		if code := receiptCode.FindString(u.Text); code != "" && u.Seat == seat {
			return code
		}
	}
	h.t.Fatalf("no receipt code was shown to %s", seat)
	return ""
}

// tables are all tables there are, by the database's own account.
func (h *hall) tables() (names []string) {
	h.t.Helper()
	list := `select name from sqlite_master where type = 'table' and name not like 'sqlite_%'`
	if fmt.Sprintf("%T", h.sql.Driver()) != "*sqlite.Driver" {
		list = `select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`
	}
	rows, err := h.sql.Query(list)
	if err != nil {
		h.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			h.t.Fatal(err)
		}
		names = append(names, name)
	}
	if err := rows.Err(); err != nil || len(names) < 20 {
		h.t.Fatalf("the tables are %v: %v", names, err)
	}
	return names
}

// row is one row of one table, every column of it.
type row struct {
	table  string
	values map[string]string
}

func (r row) String() string {
	columns := make([]string, 0, len(r.values))
	for c, v := range r.values {
		columns = append(columns, fmt.Sprintf("%s=%q", c, v))
	}
	slices.Sort(columns)
	return r.table + ": " + strings.Join(columns, " ")
}

// snapshot is every column of every row of every table.
func (h *hall) snapshot() map[string]row {
	h.t.Helper()
	all := map[string]row{}
	for _, table := range h.tables() {
		rows, err := h.sql.Query(`select * from ` + table)
		if err != nil {
			h.t.Fatal(err)
		}
		columns, err := rows.Columns()
		if err != nil {
			h.t.Fatal(err)
		}
		for rows.Next() {
			raw := make([]sql.RawBytes, len(columns))
			into := make([]any, len(columns))
			for i := range raw {
				into[i] = &raw[i]
			}
			if err := rows.Scan(into...); err != nil {
				h.t.Fatal(err)
			}
			r := row{table, map[string]string{}}
			for i, c := range columns {
				r.values[c] = string(raw[i])
			}
			all[r.String()] = r
		}
		if err := rows.Err(); err != nil {
			h.t.Fatal(err)
		}
	}
	return all
}

// appeared are the rows of after that are new or changed, in a fixed order.
func appeared(before, after map[string]row) []row {
	var rows []row
	for text, r := range after {
		if _, old := before[text]; !old {
			rows = append(rows, r)
		}
	}
	slices.SortFunc(rows, func(a, b row) int { return strings.Compare(a.String(), b.String()) })
	return rows
}

package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// postgresConnections is how many connections a process opens at most: several
// replicas fit into a server's default of 100.
const postgresConnections = 20

// errUnreadableAddress names no address: it may hold a password.
var errUnreadableAddress = errors.New("the PostgreSQL address cannot be read")

func openPostgres(ctx context.Context, dsn string) (*Store, error) {
	u, err := url.Parse(dsn)
	if err != nil {
		return nil, errUnreadableAddress
	}
	query := u.Query()
	query.Set("binary_parameters", "yes") // a statement that is not prepared yet takes one round trip less
	u.RawQuery = query.Encode()
	db, err := sql.Open("postgres", u.String())
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", u.Redacted(), err)
	}
	db.SetMaxOpenConns(postgresConnections)
	db.SetMaxIdleConns(postgresConnections)
	if err := migratePostgres(ctx, db); err != nil {
		db.Close()
		return nil, fmt.Errorf("open %s: %w", u.Redacted(), err)
	}
	all := newPool(sqlx.NewDb(db, "postgres"))
	return &Store{dialect: postgresDialect(), writer: all, reader: all, wake: newWaker(listenTo(u.String())), changes: &changes{}, similar: newSimilarIndex()}, nil
}

func migratePostgres(ctx context.Context, db *sql.DB) error {
	// The lock is asked for once a second, for a minute.
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 60))
	if err != nil {
		return err
	}
	return migrate(ctx, goose.DialectPostgres, db, "migrations/postgres", goose.WithSessionLocker(locker))
}

func postgresDialect() dialect {
	return dialect{
		name:       "PostgreSQL",
		snapshot:   &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead},
		lockRow:    " for no key update",
		lockOrPass: " for no key update skip locked",
		strings: func(list string) string {
			return "jsonb_array_elements_text(cast(" + list + " as jsonb)) as list (value)"
		},
		// Of a plain join PostgreSQL goes through the whole table: it takes every list for
		// a hundred long. The offset keeps it from making one of this.
		lookUp: func(list, table, column string) string {
			return "jsonb_array_elements(cast(" + list + " as jsonb)) as wanted (pair) cross join lateral (select * from " + table +
				" as t where t.org_id = pair ->> 0 and t." + column + " = pair ->> 1 offset 0) as " + table
		},
		draw: `with drawn as (update counter set next_number = next_number + 1 where org_id = :org
			returning next_number - 1 as number) `,
		collect: func(value string) string { return "coalesce(jsonb_agg(" + value + "), '[]')" },
		pair:    func(a, b string) string { return "jsonb_build_array(" + a + ", " + b + ")" },
		claim:   postgresClaim,
		rows:    postgresRows,
		rerun: func(err error) bool {
			var e *pq.Error
			if !errors.As(err, &e) {
				return false
			}
			switch e.Code.Name() {
			case "serialization_failure", "deadlock_detected":
				return true
			case "unique_violation":
				return e.Constraint == "event_pkey" // two counted on from the same last event
			}
			return false
		},
	}
}

// postgresClaim locks the beginning of each class's queue, as far as the more
// urgent ones leave room, and passes by what others have locked.
func postgresClaim(but string) string {
	var with, queues []string
	limit := "cast(:limit as integer)"
	for i, c := range classes {
		queue := fmt.Sprintf("class%d", i)
		with = append(with, queue+" as ("+nextOf(c, "greatest(0, "+limit+")", but)+" for update skip locked)")
		queues = append(queues, "select org_id as its_org, key as its_key from "+queue)
		limit += " - (select count(*) from " + queue + ")"
	}
	return `with ` + strings.Join(with, ", ") + `, picked as (` + strings.Join(queues, " union all ") + `)
		update notice set leased_until = :until, token = token + 1, attempts = attempts + 1
		from picked where org_id = its_org and key = its_key
		returning ` + claimedColumns
}

// postgresRows reads rows from JSON.
func postgresRows(columns []rowColumn) string {
	var typed []string
	for _, c := range columns {
		typed = append(typed, c.name+" "+c.kind)
	}
	return "(select * from jsonb_to_recordset(cast(:rows as jsonb)) as x (" + strings.Join(typed, ", ") + "))"
}

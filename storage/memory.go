package storage

import (
	"context"
	"database/sql"

	"lotsenfunk/bot"
)

// memory keeps what adapters ask to be kept. It belongs to the installation,
// not to an organisation.
type memory struct{ *Store }

// Memory is what the adapters are given.
func (s *Store) Memory() bot.Memory { return memory{s} }

func (m memory) Cursor(ctx context.Context, name string) (value string, err error) {
	_, err = m.reader.session(ctx).get(`select value from cursor where name = :name`, args{"name": name}, &value)
	return value, err
}

func (m memory) SaveCursor(ctx context.Context, name, value string) error {
	_, err := m.writer.session(ctx).exec(`insert into cursor (name, value) values (:name, :value)
		on conflict (name) do update set value = excluded.value`, args{"name": name, "value": value})
	return err
}

func (m memory) AppendJournal(ctx context.Context, stream string, entry []byte) error {
	_, err := m.writer.session(ctx).exec(`insert into journal (stream, entry) values (:stream, :entry)`,
		args{"stream": stream, "entry": entry})
	return err
}

func (m memory) Journal(ctx context.Context, stream string, each func(entry []byte) error) error {
	return m.reader.session(ctx).each(`select entry from journal where stream = :stream order by seq`, args{"stream": stream},
		func(rows *sql.Rows) error {
			var entry []byte
			if err := rows.Scan(&entry); err != nil {
				return err
			}
			return each(entry)
		})
}

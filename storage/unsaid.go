package storage

import (
	"database/sql"
	"slices"

	"lotsenfunk/bot"
)

// Unsaid are those of some planned notices that were never enqueued.
func (t *Tx) Unsaid(notices []Notice) ([]Notice, error) {
	keys := make([]bot.Key, len(notices))
	for i, n := range notices {
		keys[i] = n.Key
	}
	said := map[bot.Key]bool{}
	err := t.each(`select key from notice where org_id = :org and key in (select value from `+t.dialect.strings(":keys")+`)`,
		args{"keys": jsonList(&keys)},
		func(rows *sql.Rows) error {
			var key bot.Key
			err := rows.Scan(&key)
			said[key] = true
			return err
		})
	return slices.DeleteFunc(slices.Clone(notices), func(n Notice) bool { return said[n.Key] }), err
}

package store

import (
	"context"

	"latchkey/store/internal/db"
)

// Setting returns the value of a setting, "" where it was never set.
func (s *Store) Setting(ctx context.Context, key string) (string, error) {
	return read(ctx, s, func(r rows) (string, error) {
		value, err := maybe(r.q.Setting(ctx, key))
		if err != nil || value == nil {
			return "", err
		}
		return *value, nil
	})
}

// SetSetting sets a setting. No secret belongs here.
func (tx *Tx) SetSetting(key, value string) error {
	have, err := maybe(tx.rows.q.Setting(tx.ctx, key))
	if err != nil || (have != nil && *have == value) {
		return err
	}
	tx.touch(KindSetting)
	return wrap(tx.rows.q.PutSetting(tx.ctx, db.PutSettingParams{Key: key, Value: value}), "setting")
}

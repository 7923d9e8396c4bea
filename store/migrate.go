package store

import (
	"context"
	"database/sql"
	"embed"
	"io/fs"
	"strings"

	"github.com/google/uuid"
	"github.com/pressly/goose/v3"

	"latchkey/store/internal/db"
)

// schemaVersion is the newest version of the file that this program knows.
// Each migration writes its own into user_version, inside its transaction.
const schemaVersion = 5

//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the file to schemaVersion, forward only, and gives a new one
// its marks.
func migrate(ctx context.Context, pool *sql.DB) error {
	var version int
	if err := pool.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	if version < schemaVersion {
		scripts, err := fs.Sub(migrations, "migrations")
		if err != nil {
			return wrap(err, "migrations")
		}
		provider, err := goose.NewProvider(goose.DialectSQLite3, pool, scripts)
		if err != nil {
			return wrap(err, "migrations")
		}
		if _, err := provider.Up(ctx); err != nil {
			return wrap(err, "migrate")
		}
	}
	// The insert also shows at once whether the file can be written to.
	id := uuid.NewString()
	mark := strings.ReplaceAll(uuid.NewString(), "-", "")[:4]
	return db.New(pool).PutMeta(ctx, db.PutMetaParams{Lineage: id, Install: mark})
}

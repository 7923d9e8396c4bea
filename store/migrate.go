package store

import (
	"context"
	"database/sql"
	"embed"
	"io/fs"
	"slices"
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

// backupOlder makes a backup of a file that is about to be brought up to date,
// unless there is one of just this state already. Only afterwards is anything
// in the file changed.
func (s *Store) backupOlder(ctx context.Context, version int) error {
	if version == 0 || version >= schemaVersion {
		return nil
	}
	pool, err := openPool(ctx, readOnlyURI(s.path), 1)
	if err != nil {
		return fileProblem(s.path, err)
	}
	defer pool.Close()
	now, err := holds(ctx, pool, s.path)
	if err != nil {
		return fileProblem(s.path, err)
	}
	folder := s.backupFolder()
	if backedUp(ctx, folder, now) {
		return nil
	}
	if _, err := backup(ctx, pool, folder, ReasonUpdate, s.Now()); err != nil {
		return s.beforeUpdate(folder, err)
	}
	return nil
}

// backedUp tells whether a folder has a sound backup of a file's very state.
func backedUp(ctx context.Context, folder string, now Copy) bool {
	list, err := Backups(folder)
	if err != nil {
		return false
	}
	return slices.ContainsFunc(list, func(c Copy) bool {
		if c.Reason != ReasonUpdate || c.Of != now.Of || c.Serial != now.Serial || c.Head != now.Head {
			return false
		}
		c, err := Inspect(ctx, c.Path)
		return err == nil && c.Version == now.Version && c.Meta == now.Meta && c.Log == now.Log
	})
}

func (s *Store) beforeUpdate(folder string, err error) error {
	switch CodeOf(err) {
	case "": // it was told to stop
		return err
	case CodeDamaged:
		return fileProblem(s.path, err)
	}
	return &Problem{Code: CodeOf(err), Text: "This Latchkey has to bring the file up to date and could not make a backup in {{.Folder}} first; nothing was changed. Check that the disk is connected and has room, then start Latchkey again.",
		Args: pairs([]any{"Folder", folder}), Err: err}
}

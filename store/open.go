package store

import (
	"context"
	"os"
)

func (s *Store) openToWrite(ctx context.Context, path string) (err error) {
	if path, err = place(path); err != nil {
		return err
	}
	if s.path = path; s.place.Kind == PlaceNetwork {
		return onNetwork(path, s.place)
	}
	if s.lock, s.before, err = lockFile(ctx, path, s.now()); err != nil {
		return err
	}
	if err := finishRestore(path); err != nil {
		return err
	}
	if err := s.lost(); err != nil {
		return err
	}
	rollBack(ctx, path)
	version, err := prepare(ctx, path)
	if err != nil {
		return s.beheaded(err)
	}
	if err := s.backupOlder(ctx, version); err != nil {
		return err
	}
	return fileProblem(path, s.openPools(ctx))
}

func (s *Store) openPools(ctx context.Context) (err error) {
	if s.writer, err = openPool(ctx, writerURI(s.path, s.place.Kind), 1); err != nil {
		return err
	}
	if err := migrate(ctx, s.writer); err != nil {
		return err
	}
	if s.reader, err = openPool(ctx, readerURI(s.path), readers); err != nil {
		return err
	}
	if s.keeper, err = openKeeper(ctx, s); err != nil {
		return err
	}
	s.file, err = os.Stat(s.path)
	return err
}

func (s *Store) openToRead(ctx context.Context, path string) (err error) {
	if path, err = existing(path); err != nil {
		return err
	}
	s.path = path
	if taken(ready(path)) {
		return &Problem{Code: CodeFile, Text: "The file {{.File}} was about to be replaced by a copy of it. Open it once in the Latchkey window, then try again.",
			Args: pairs([]any{"File", path})}
	}
	version, err := probe(ctx, path)
	if err != nil {
		return err
	}
	if version < schemaVersion {
		return &Problem{Code: CodeFile, Text: "The file {{.File}} was made by an older Latchkey, or never finished. Open it once in the Latchkey window, then try again.",
			Args: pairs([]any{"File", path})}
	}
	if s.reader, err = openPool(ctx, readOnlyURI(path), readers); err != nil {
		return fileProblem(path, err)
	}
	s.file, err = os.Stat(path)
	return fileProblem(path, err)
}

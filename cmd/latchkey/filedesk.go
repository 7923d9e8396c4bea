package main

import (
	"context"
	"os"
	"sync"
	"time"

	"latchkey/store"
	"latchkey/ui/backups"
	"latchkey/ui/settings"
	"latchkey/ui/widgets"
)

// fileDesk is what the window knows of its file and does with it.
type fileDesk struct {
	*desktop
	path   string // of the file
	folder string // of the backups

	mu     sync.Mutex
	broken error // what the last check found; nil: nothing
	failed error // why the last backup was not made; nil: it was, or was not due
	since  [2]time.Time
}

func newFileDesk(d *desktop) *fileDesk {
	return &fileDesk{desktop: d, path: d.cfg.file, folder: backupsOf(d.cfg.file)}
}

// start looks after the file until the returned function is called.
func (f *fileDesk) start() (end func()) {
	s := f.cfg.program.store
	g := &guardian{file: s, full: f.fullChecked, found: f.checked, made: f.backedUp}
	if f.cfg.sim == nil {
		g.folder = f.folder
	}
	ctx, cancel := context.WithCancel(f.ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		g.run(ctx)
	}()
	f.noticePlace(s.Place())
	f.noticeOther(s.OpenElsewhere())
	return func() {
		cancel()
		<-done
	}
}

// started begins, and tells what the program has to say that opened this one.
func (d *desktop) started() {
	d.start()
	d.file.tellBefore(saidBefore())
}

// tellBefore shows what became of putting a copy back.
func (f *fileDesk) tellBefore(said, failed string) {
	if failed != "" {
		f.shell.ShowProblem(&store.Problem{Code: store.CodeFile, Text: failed})
	}
	if said != "" {
		f.shell.ShowNotice(said)
	}
}

// checked notes how a check ended. It is called from any goroutine.
func (f *fileDesk) checked(full bool, err error) {
	if c := f.cfg.program.computer; full && err == nil && c != nil {
		c.checkedAll(f.lineage(), f.desk.Now())
	}
	f.note(0, &f.broken, err)
}

// backedUp notes how a backup ended. It is called from any goroutine.
func (f *fileDesk) backedUp(err error) { f.note(1, &f.failed, err) }

// note keeps an error, and shows it where it is news.
func (f *fileDesk) note(which int, kept *error, err error) {
	f.memory.stir() // all of the file has been through it
	f.mu.Lock()
	before := *kept
	*kept = err
	if before == nil {
		f.since[which] = f.desk.Now()
	}
	f.mu.Unlock()
	if err != nil {
		f.cfg.program.log.WarnContext(f.ctx, "the file", "err", err)
	}
	f.cfg.dispatch.Do(func() {
		f.settings.LookAtFile()
		f.settings.SetFileTrouble(f.trouble() != nil)
		f.doors.Judge()
		f.shell.SetCounts()
		if err != nil && before == nil {
			f.shell.ShowNotice(widgets.ProblemText(err))
		}
	})
}

// trouble is what is wrong with the file, the worst first.
func (f *fileDesk) trouble() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.broken != nil {
		return f.broken
	}
	return f.failed
}

func (f *fileDesk) lineage() string {
	m, err := f.cfg.program.store.Meta(f.ctx)
	if err != nil {
		return "" // the program ends
	}
	return m.Lineage
}

// fullChecked tells when all of the file was last read. Of the sample space that
// is not remembered, nor is it done by itself.
func (f *fileDesk) fullChecked() time.Time {
	if c := f.cfg.program.computer; c != nil {
		return c.allCheckedAt(f.lineage())
	}
	return f.desk.Now()
}

// card is what Settings shows of the file.
func (f *fileDesk) card() *settings.File {
	s := f.cfg.program.store
	return &settings.File{
		Path: f.cfg.file, Look: f.look, OpenFolder: f.openFolder,
		Backup: func(ctx context.Context) error {
			_, err := s.Backup(ctx, f.folder, store.ReasonHand)
			if ctx.Err() == nil {
				f.backedUp(err)
			}
			return err
		},
		SaveCopy: func(ctx context.Context, path string) error {
			_, err := saveCopy(ctx, s, f.path, path)
			return err
		},
		Check: func(ctx context.Context) error {
			err := s.Check(ctx, true)
			if ctx.Err() == nil {
				f.checked(true, err)
			}
			return err
		},
		Copies: backups.Source{
			File: f.path, Inspect: store.Inspect, Present: s.Holds,
			List: func(context.Context) ([]store.Copy, error) { return store.Backups(f.folder) },
			Now:  f.desk.Now, Zone: f.cfg.space.Location(), Dispatch: f.cfg.dispatch,
		},
		Notice:  func(text string) { f.shell.ShowNotice(text) },
		Restore: func(c store.Copy) { f.leave(putBack{f.path, c.Path}) },
	}
}

// leave ends the window, and the program with an error that main acts on.
func (f *fileDesk) leave(b putBack) {
	f.afterwards = b
	f.quit()
}

func (f *fileDesk) look(context.Context) (settings.FileState, error) {
	state := settings.FileState{Trouble: f.trouble()}
	for _, name := range []string{f.path, f.path + "-wal"} {
		if info, err := os.Stat(name); err == nil {
			state.Size += info.Size()
		}
	}
	if p := f.cfg.program.store.Place(); p.Kind != store.PlaceLocal {
		state.Place = p.Name
	}
	all, err := store.Backups(f.folder)
	if err == nil && len(all) > 0 {
		state.Last = all[0]
	}
	return state, err
}

package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"latchkey/cmd/internal/instance"
	"latchkey/cmd/internal/support"
	"latchkey/store"
	"latchkey/ui/words"
)

// Free space on the disk below which the desk is told, and below which it is
// to do something: a backup of a large file takes 100 MB.
const (
	littleRoom = 1 << 30
	noRoom     = 200 << 20
)

// folder looks whether the folder and the log in it can be written to.
func (d *doctor) folder() {
	dir := d.o.folder()
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		d.add("folder", stateNote, sentence("The folder {{.Folder}} is not there yet. The first start makes it.", "Folder", dir))
		return
	case err != nil || !info.IsDir():
		d.add("folder", stateWrong, sentence("The folder {{.Folder}} cannot be used. Choose another with --data, or ask whoever looks after this computer.", "Folder", dir))
		return
	}
	if !writable(dir) {
		d.add("folder", stateWrong, sentence("The folder {{.Folder}} cannot be written to. Ask whoever looks after this computer for the right to write there.", "Folder", dir))
		return
	}
	d.add("folder", stateFine, sentence("The folder {{.Folder}} can be written to.", "Folder", dir))
	d.log(filepath.Join(dir, logName))
}

// writable makes a file and takes it away.
func writable(dir string) bool {
	f, err := os.CreateTemp(dir, ".doctor-*")
	if err != nil {
		return false
	}
	_, err = f.WriteString("x")
	return errors.Join(err, f.Close(), os.Remove(f.Name())) == nil
}

func (d *doctor) log(file string) {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_APPEND, 0)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		d.add("log", stateNote, sentence("The program has written no log yet."))
	case err != nil:
		d.add("log", stateWrong, sentence("The log {{.File}} cannot be written to. Take away its write protection.", "File", file))
	default:
		_ = f.Close()
		d.add("log", stateFine, sentence("The log {{.File}} can be written to.", "File", file))
	}
}

// disk looks at the free space of the disk that the folder is on, or will be.
func (d *doctor) disk() {
	dir := d.o.folder()
	for {
		free, err := freeSpace(dir)
		switch above := filepath.Dir(dir); {
		case errors.Is(err, fs.ErrNotExist) && above != dir:
			dir = above
			continue
		case err != nil:
			d.add("disk", stateNote, sentence("How much room there is on the disk cannot be found out."))
		case free < noRoom:
			d.add("disk", stateWrong, sentence("Only {{.Size}} MB are free on the disk. Make room, before nothing can be saved any more.", "Size", size(free)))
		case free < littleRoom:
			d.add("disk", stateNote, sentence("{{.Size}} MB are free on the disk: that is little. Make room soon.", "Size", size(free)))
		default:
			d.add("disk", stateFine, sentence("{{.Size}} MB are free on the disk.", "Size", size(free)))
		}
		return
	}
}

// size is a number of megabytes.
func size(bytes uint64) string { return strconv.FormatUint(bytes>>20, 10) }

// file opens and checks the file.
func (d *doctor) file(ctx context.Context) {
	file := d.o.file()
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		d.add("file", stateNote, sentence("There is no data file yet. The first start makes {{.File}}.", "File", file))
		return
	}
	d.place(file)
	d.owner(ctx, file)
	if d.p == nil {
		p, err := openProgram(ctx, d.o, true)
		if err == nil { // it was busy, or has just come
			defer closeQuietly(ctx, p)
			err = p.store.Check(ctx, false)
		}
		if err != nil {
			d.problem("file", err)
			return
		}
	} else if err := d.p.store.Check(ctx, false); err != nil {
		d.problem("file", err)
		return
	}
	d.add("file", stateFine, sentence("The file {{.File}} is sound, and its log is whole.", "File", file))
}

// place says where the file lies, where that matters.
func (d *doctor) place(file string) {
	switch at := store.WhereIs(file); at.Kind {
	case store.PlaceNetwork:
		d.add("place", stateWrong, sentence("The file lies on the network ({{.Name}}), where it can only be read. Move it to a disk of this computer.", "Name", at.Name))
	case store.PlaceSynced:
		d.add("place", stateNote, sentence("The file lies in a folder that {{.Name}} copies to other computers. Open it on one computer at a time, and let it be copied in between.", "Name", at.Name))
	case store.PlaceLocal:
		d.add("place", stateFine, sentence("The file lies on a disk of this computer."))
	}
}

// owner says who has the file open.
func (d *doctor) owner(ctx context.Context, file string) {
	who, held := store.LockedBy(file)
	if !held {
		return
	}
	here, err := os.Hostname()
	pid, answers := instance.Running(ctx, file)
	switch {
	case answers:
		d.add("open", stateFine, sentence("The window has the file open, and answers (process {{.PID}}).", "PID", strconv.Itoa(pid)))
	case err == nil && who.Host != "" && who.Host != here:
		d.add("open", stateNote, sentence("The file is open on {{.Host}} since {{.When}}. Go on there, or close it there first.",
			"Host", who.Host, "When", words.Instant(who.Since, time.Now(), time.Local)))
	default:
		d.add("open", stateNote, sentence("A program without a window has the file open (process {{.PID}}). Wait until it has ended; if it is a window that shows nothing any more, end it.", "PID", strconv.Itoa(who.PID)))
	}
}

// late is the age from which the newest backup is too old: the program makes
// one on each day on which something has changed.
const late = 8 * 24 * time.Hour

func (d *doctor) backups() {
	if _, err := os.Stat(d.o.file()); err != nil {
		return
	}
	all, err := store.Backups(store.BackupFolder(d.o.file()))
	switch {
	case err != nil:
		d.problem("backup", err)
	case len(all) == 0:
		d.add("backup", stateNote, sentence("There is no backup yet. The window makes one on each day; “latchkey backup” makes one now."))
	default:
		when := words.Instant(all[0].At, time.Now(), time.Local)
		if time.Since(all[0].At) > late {
			d.add("backup", stateNote, sentence("The last backup: {{.When}}. That is long ago: start the window, or make one with “latchkey backup”.", "When", when))
			return
		}
		d.add("backup", stateFine, sentence("The last backup: {{.When}}.", "When", when))
	}
}

func (d *doctor) crashes() {
	if n := len(support.CrashesLeft(d.o.folder())); n > 0 {
		d.add("crash", stateNote, sentence("The program ended by itself before, and has kept a report of it. Start the window to look at it, or save it with --bundle."))
	}
}

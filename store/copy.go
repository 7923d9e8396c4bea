package store

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"time"
)

// Reason says why a backup was made.
type Reason string

// The reasons. Backups that somebody made by hand are never deleted by Prune.
const (
	ReasonDaily   Reason = "daily"
	ReasonHand    Reason = "hand"
	ReasonUpdate  Reason = "update"  // before a newer Latchkey changed the form of the file
	ReasonRestore Reason = "restore" // before another copy was put in the place of the file
)

// Copy is a backup, or another file that can be put in the place of the open
// one. What its name says is filled in always, the rest by Inspect and Holds
// only.
type Copy struct {
	Path   string
	At     time.Time // when it was made; of a file that is no backup, when it was last written
	Reason Reason    // "" for a file that is no backup
	Of     string    // the first 8 characters of the lineage
	Serial int64     // as in Meta
	Head   string    // the first 8 characters of the newest log line's hash; zeros for an empty log
	Size   int64     // bytes

	Version  int // of the file's form
	Meta     Meta
	Log      LogHead
	Spaces   []string  // their names
	People   int       // all who are in it
	Members  int       // those of them who have a plan, or share one, and have not left
	Bookings int       // that are still to come
	Tags     int       // that are in use or free
	Edited   time.Time // when something was last written into the log; zero: never
}

// IsOf tells whether it is a copy of the file that m marks, as far as its name
// tells.
func (c Copy) IsOf(m Meta) bool { return c.Of == first8(m.Lineage) }

// copyTime is how the time stands in a name: it sorts, and no file system
// minds it.
const copyTime = "20060102T150405Z"

var copyName = regexp.MustCompile(`^latchkey-(\d{8}T\d{6}Z)-(daily|hand|update|restore)-([0-9a-f]{8})-(\d{1,19})-([0-9a-f]{8})\.db$`)

// name is what a backup is called: when and why it was made, of which file, and
// in what state that was. Two backups of one name hold the same.
func (c Copy) name() string {
	return fmt.Sprintf("latchkey-%s-%s-%s-%d-%s.db", c.At.UTC().Format(copyTime), c.Reason, c.Of, c.Serial, c.Head)
}

// named reads a name that name has made.
func named(path string) (Copy, bool) {
	m := copyName.FindStringSubmatch(filepath.Base(path))
	if m == nil {
		return Copy{}, false
	}
	at, err := time.Parse(copyTime, m[1])
	serial, err2 := strconv.ParseInt(m[4], 10, 64)
	return Copy{Path: path, At: at.UTC(), Reason: Reason(m[2]), Of: m[3], Serial: serial, Head: m[5]}, err == nil && err2 == nil
}

// first8 shortens a lineage or a hash for a name.
func first8(s string) string {
	if len(s) < 8 {
		return "00000000"
	}
	return s[:8]
}

// Backups lists the backups in a folder, newest first, from their names alone;
// Inspect tells whether one is sound. Other files in it are passed over, and a
// folder that is not there has none.
func Backups(folder string) ([]Copy, error) {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, &Problem{Code: CodeFile, Text: "The folder {{.Folder}} cannot be read. Check that its disk is connected and that you may read it.",
			Args: pairs([]any{"Folder", folder}), Err: err}
	}
	var list []Copy
	for _, e := range entries {
		c, ok := named(filepath.Join(folder, e.Name()))
		if !ok || !e.Type().IsRegular() {
			continue
		}
		info, err := e.Info()
		if err != nil {
			continue // deleted since
		}
		c.Size = info.Size()
		list = append(list, c)
	}
	slices.SortFunc(list, func(a, b Copy) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.Serial, a.Serial), cmp.Compare(a.Path, b.Path))
	})
	return list, nil
}

package reconcile

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"latchkey/store"
)

// Alias marks a KS user as made by this file's Latchkey for somebody. Their
// number alone would not do: an old copy of the file gives it to the next person.
func Alias(install string, p store.Person) string {
	return fmt.Sprintf("%s%d-%s", aliasPrefix(install), p.ID, strconv.FormatInt(made(p.CreatedAt), 36))
}

// Alias is the mark of the user of somebody who is or was in the file; "" for
// anybody else.
func (in Input) Alias(id store.PersonID) string {
	at, was := in.Snap.Removed[id]
	for i := range in.Snap.People {
		if p := &in.Snap.People[i]; p.ID == id {
			at, was = p.CreatedAt, true
		}
	}
	if !was {
		return ""
	}
	return Alias(in.Snap.Install, store.Person{ID: id, CreatedAt: at})
}

func aliasPrefix(install string) string { return "latchkey-" + install + "-" }

func made(at time.Time) int64 {
	if at.IsZero() {
		return 0
	}
	return at.Unix()
}

// marked reads a mark: the number of somebody, and when they were put into the file.
func marked(install, alias string) (p store.Person, ours bool) {
	suffix, ours := strings.CutPrefix(alias, aliasPrefix(install))
	number, stamp, _ := strings.Cut(suffix, "-")
	sec, err := strconv.ParseInt(stamp, 36, 64)
	p = store.Person{ID: personOf(number)}
	if sec > 0 {
		p.CreatedAt = time.Unix(sec, 0).UTC()
	}
	return p, ours && err == nil && p.ID != 0 && Alias(install, p) == alias
}

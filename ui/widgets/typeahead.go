package widgets

import (
	"strings"
	"time"
)

// typeAhead collects letters that follow each other quickly.
type typeAhead struct {
	prefix string
	last   time.Time
}

// typePause starts a new word.
const typePause = time.Second

func (a *typeAhead) add(r rune, now time.Time) string {
	if now.Sub(a.last) > typePause {
		a.prefix = ""
	}
	a.last = now
	a.prefix += fold(string(r))
	return a.prefix
}

// find returns the first of n texts that begins with the prefix, or -1. It
// begins at the one shown now; one letter alone goes on to the next, so that
// pressing it again walks through the texts.
func (a *typeAhead) find(prefix string, n, now int, text func(int) string) int {
	start := max(now, 0)
	if len([]rune(prefix)) == 1 && now >= 0 {
		start++
	}
	for step := range n {
		i := (start + step) % n
		if strings.HasPrefix(fold(text(i)), prefix) {
			return i
		}
	}
	return -1
}

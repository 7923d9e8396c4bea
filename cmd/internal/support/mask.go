package support

import (
	"os"
	"regexp"
	"strings"
	"unicode/utf8"
)

// Mask takes out of a text what may be about a person, and what may be a secret.
type Mask struct {
	words   map[string]bool // known names, part by part, in lower case
	phrases *strings.Replacer
	home    string
}

// shortest is the shortest part of a name that is looked for by itself.
const shortest = 3

// NewMask returns a mask that knows names of people, each part of which is taken
// out, and other texts, which are taken out as they are; besides what looks
// like one or the other.
func NewMask(names, texts []string) *Mask {
	m := &Mask{words: map[string]bool{}}
	m.home, _ = os.UserHomeDir()
	for _, name := range names {
		for _, w := range word.FindAllString(name, -1) {
			if utf8.RuneCountInString(w) >= shortest && !ours[strings.ToLower(w)] {
				m.words[strings.ToLower(w)] = true
			}
		}
	}
	var pairs []string
	for _, text := range append(texts, names...) {
		if text = strings.TrimSpace(text); utf8.RuneCountInString(text) >= shortest && !ours[strings.ToLower(text)] {
			pairs = append(pairs, text, gone)
		}
	}
	m.phrases = strings.NewReplacer(pairs...)
	return m
}

// ours are words that are nobody's name here, whatever somebody calls their
// space.
var ours = map[string]bool{"latchkey": true, "salto": true}

// gone stands where something was taken out.
const gone = "‹…›"

var (
	word    = regexp.MustCompile(`[\p{L}\p{N}]+`)
	quoted  = regexp.MustCompile(`“[^”]*”|«[^»]*»|"(?:[^"\\]|\\.)*"|'[^'\s][^']*'`)
	address = regexp.MustCompile(`[^\s<>"“”@,;:()]+@[^\s<>"“”@,;:()]+`)
	web     = regexp.MustCompile(`(https?://)([^\s/?#"@]*@)?([^\s/?#"]*)[^\s"]*`)
	folders = regexp.MustCompile(`(?:[A-Za-z]:)?(?:[\\/][^\s\\/:"“”]+){2,}[\\/]?`)
	secret  = regexp.MustCompile(`[A-Za-z0-9_\-+/=.~]{20,}`)
	number  = regexp.MustCompile(`\+?\d(?:[ .\-/]?\d){4,}`)
	capital = regexp.MustCompile(`^\p{Lu}.*\p{Ll}`)
	machine = regexp.MustCompile(`^\d{1,3}(?:\.\d{1,3}){3}$`)
	digit   = regexp.MustCompile(`\d`)
)

// common are the words with a capital that are no names: the beginnings of
// sentences, and the names of what this program is made of.
var common = func() map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.Fields(`A Access After All An Another Ask At Before Cannot Check Choose Client Close Connect Context Could Did Do Error Failed File
		For Fyne Get Go If In Invalid It Latchkey Make Missing Move New No Nobody Not Nothing On One Open Post Put Read Request Response Save Server Set Sign
		SQLite Some Take That The There They This To Token Too Try Two Type Unexpected Unknown Value Wait What When Windows Linux Write You Your
		Patch Delete`) {
		all[w] = true
	}
	return all
}()

// Text masks free text: an error, or what a panic says. What is not known to be
// harmless goes, so that the text may lose more than it must.
func (m *Mask) Text(s string) string {
	var b strings.Builder
	from := 0
	for _, at := range web.FindAllStringIndex(s, -1) {
		b.WriteString(m.plain(s[from:at[0]]) + web.ReplaceAllString(s[at[0]:at[1]], "$1$3/"+gone))
		from = at[1]
	}
	return b.String() + m.plain(s[from:])
}

// plain masks a text without web addresses.
func (m *Mask) plain(s string) string {
	s = m.phrases.Replace(s)
	for _, p := range []*regexp.Regexp{quoted, address} {
		s = p.ReplaceAllString(s, gone)
	}
	if len(m.home) > 1 {
		s = strings.ReplaceAll(s, m.home, "~")
	}
	s = folders.ReplaceAllString(s, gone)
	s = secret.ReplaceAllStringFunc(s, func(w string) string {
		if digit.MatchString(w) {
			return gone
		}
		return w
	})
	s = number.ReplaceAllStringFunc(s, func(n string) string {
		if machine.MatchString(n) { // an address of a machine
			return n
		}
		return gone
	})
	return word.ReplaceAllStringFunc(s, func(w string) string {
		if m.words[strings.ToLower(w)] || capital.MatchString(w) && !common[w] {
			return gone
		}
		return w
	})
}

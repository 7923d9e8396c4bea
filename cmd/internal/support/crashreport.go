package support

import (
	"path"
	"regexp"
	"strings"
)

var (
	routine   = regexp.MustCompile(`^(goroutine \d+)(?: gp=\S+)?(?: m=\S+)?(?: mp=\S+)? (\[[\w ,()+./>-]*\]):?$`)
	function  = regexp.MustCompile(`^([\w./*()\[\]·,%~+$&;:-]+)\([^()]*\)$`)
	creator   = regexp.MustCompile(`^created by [\w./*()\[\]·,%~+$&;:-]+( in goroutine \d+)?$`)
	place     = regexp.MustCompile(`^\t(.*):(\d+)(?: \+0x[0-9a-f]+)?(?: fp=.*)?$`)
	registers = regexp.MustCompile(`^[a-z]+\d*\s+0x[0-9a-f]+`)
	harmed    = regexp.MustCompile(`^\t?(panic: )?(runtime error: [a-z0-9 ,:\[\]()<>=-]+|all goroutines are asleep - deadlock!|concurrent map [a-z ]+)( \[recovered.*\])?$`)
	signal    = regexp.MustCompile(`^\[signal [A-Za-z0-9 :=]+\]$`)
	fatal     = regexp.MustCompile(`^(fatal error|SIG[A-Z]+|signal|PC|runtime|goroutine running on other thread)\b[A-Za-z0-9 :=,._-]*$`)
)

// mostReported bounds a report: of a crash with thousands of goroutines the
// first tell what happened.
const mostReported = 200_000

// CrashText is what Go wrote when the program died, without the values of
// arguments and registers, without folders, and with its words masked.
func CrashText(died string, m *Mask) string {
	var b strings.Builder
	traced := false // behind the first goroutine every line has a form that is known
	for line := range strings.Lines(died) {
		line = strings.TrimRight(line, "\r\n")
		if b.Len() > mostReported {
			b.WriteString("… and so on\n")
			break
		}
		traced = traced || strings.HasPrefix(line, "goroutine ")
		if registers.MatchString(line) {
			continue
		}
		b.WriteString(crashLine(line, traced, m) + "\n")
	}
	return b.String()
}

func crashLine(line string, traced bool, m *Mask) string {
	switch {
	case line == "" || harmed.MatchString(line) || fatal.MatchString(line) || signal.MatchString(line):
		return line
	case routine.MatchString(line):
		return routine.ReplaceAllString(line, "$1 $2:")
	case traced && place.MatchString(line):
		p := place.FindStringSubmatch(line)
		return "\t" + near(p[1]) + ":" + p[2]
	case traced && function.MatchString(line):
		return function.ReplaceAllString(line, "$1(…)") // without the values that it was called with
	case traced && creator.MatchString(line):
		return line
	}
	return m.Text(line)
}

// near keeps of a source file the folder that it is in: what is before that is
// where somebody has their files.
func near(file string) string {
	file = strings.ReplaceAll(file, `\`, "/")
	dir, name := path.Split(file)
	return path.Join(path.Base(dir), name)
}

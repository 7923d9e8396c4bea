package support

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// mostRead bounds what is read of the log's end.
const mostRead = 1 << 20

// Tail returns the last lines of a log, oldest first, at most so many. What the
// log outgrew is read as well, where the log alone has too few. A log that is
// not there has none.
func Tail(file string, most int) ([]Line, error) {
	text, err := end(file)
	if err != nil {
		return nil, err
	}
	if older := outgrown(file); older != "" && bytes.Count(text, []byte{'\n'}) < most {
		before, err := end(older)
		if err != nil {
			return nil, err
		}
		text = append(before, text...)
	}
	all := slices.DeleteFunc(strings.Split(string(text), "\n"), func(s string) bool { return strings.TrimSpace(s) == "" })
	var lines []Line
	for _, s := range all[max(0, len(all)-most):] {
		lines = append(lines, ParseLine(s))
	}
	return lines, nil
}

// end reads the last part of a file, from the beginning of a line on.
func end(file string) ([]byte, error) {
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	from := max(0, info.Size()-mostRead)
	text, err := io.ReadAll(io.NewSectionReader(f, from, mostRead))
	if from > 0 {
		_, text, _ = bytes.Cut(text, []byte{'\n'})
	}
	return text, err
}

// outgrown is the newest of the files that the log has outgrown: their names
// carry the time, before the ending.
func outgrown(file string) string {
	ending := filepath.Ext(file)
	all, _ := filepath.Glob(strings.TrimSuffix(file, ending) + "-*" + ending) // the pattern is good
	if len(all) == 0 {
		return ""
	}
	return slices.Max(all)
}

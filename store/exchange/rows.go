package exchange

import (
	"io"

	"latchkey/store"
)

// SaveRows writes a table, its heads first, as CSV into a file, which is there
// as a whole or not at all. A file that was there before is replaced.
func SaveRows(path string, rows [][]string) error {
	err := WriteWhole(path, func(w io.Writer) error {
		csv := newCSV(w, rows[0]...)
		for _, row := range rows[1:] {
			csv.row(row...)
		}
		return csv.close()
	})
	if err != nil && store.CodeOf(err) == "" {
		return &store.Problem{Code: store.CodeFile, Text: "{{.File}} cannot be written. Choose a folder that you may write to, with room on the disk.",
			Args: map[string]any{"File": path}, Err: err}
	}
	return err
}

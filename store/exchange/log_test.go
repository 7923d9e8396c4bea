package exchange

import (
	"bytes"
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

// withLog is the sample with so many lines of the kind "look", and its space.
func withLog(t *testing.T, lines int) (*store.Store, store.SpaceID) {
	t.Helper()
	st := openStore(t)
	id := mustImport(t, st, sample(t)).Space
	addLines(t, st, id, lines)
	return st, id
}

func addLines(t *testing.T, st *store.Store, id store.SpaceID, lines int) {
	t.Helper()
	_, err := st.Do(t.Context(), store.ActorSync, func(tx *store.Tx) error {
		for i := range lines {
			if err := tx.Log(store.LogLine{Space: id, Kind: "look", What: store.Sentence{Text: "=look {{.N}}", Args: map[string]string{"N": strconv.Itoa(i)}}}); err != nil {
				return err
			}
		}
		return nil
	})
	require.NoError(t, err)
}

var looks = LogExport{Filter: store.LogFilter{Kind: "look"}}

// rowsOf reads a file back as any program would.
func rowsOf(t *testing.T, text string) [][]string {
	t.Helper()
	body, marked := strings.CutPrefix(text, "\ufeff")
	require.True(t, marked, "spreadsheets take a file without the mark for another encoding")
	r := csv.NewReader(strings.NewReader(body))
	rows, err := r.ReadAll()
	require.NoError(t, err)
	return rows
}

func TestTheLogIsWrittenInPages(t *testing.T) {
	st, id := withLog(t, 2*logPage+1)
	var b bytes.Buffer
	var told [][2]int
	e := looks
	e.Progress = func(done, total int) { told = append(told, [2]int{done, total}) }
	written, err := WriteLog(t.Context(), &b, st, id, e)
	require.NoError(t, err)
	head, err := st.CheckLog(t.Context())
	require.NoError(t, err)
	require.Equal(t, LogWritten{Lines: 2*logPage + 1, Head: head}, written)
	require.Equal(t, [][2]int{{logPage, 2*logPage + 1}, {2 * logPage, 2*logPage + 1}, {2*logPage + 1, 2*logPage + 1}}, told)

	rows := rowsOf(t, b.String())
	require.Len(t, rows, 2*logPage+2, "the head and the lines, and nothing after them")
	require.True(t, strings.HasSuffix(b.String(), "\r\n"))
	require.Equal(t, []string{"Time", "UTC", "By", "Kind", "Person", "What", "Person id", "Line", "Hash"}, rows[0])
	require.Equal(t, []string{"2026-10-18 20:00:00", "2026-10-18T18:00:00Z", "sync", "look", "", "'=look 2000", "", strconv.FormatInt(head.Line, 10), head.Hash}, rows[1])
	require.Equal(t, "'=look 0", rows[2*logPage+1][5])
}

// A name is what somebody typed, and must not run in the spreadsheet of who
// opens the list.
func TestNoCellOfTheLogIsAFormula(t *testing.T) {
	st, id := withPlans(t)
	evil := store.Person{FirstName: `=HYPERLINK("http://evil.example";"x")`, LastName: "+1, “Mia”"}
	_, err := st.Do(t.Context(), store.ActorDesk, func(tx *store.Tx) error { return tx.SavePerson(&evil) })
	require.NoError(t, err)
	var b bytes.Buffer
	_, err = WriteLog(t.Context(), &b, st, id, LogExport{Filter: store.LogFilter{Person: evil.ID}})
	require.NoError(t, err)
	rows := rowsOf(t, b.String())
	require.Len(t, rows, 2)
	require.Equal(t, "'"+evil.Name(), rows[1][4])
	require.Equal(t, "'"+evil.Name()+" was added as a visitor.", rows[1][5])
	require.Equal(t, strconv.FormatInt(int64(evil.ID), 10), rows[1][6])
	for _, row := range rows {
		for _, cell := range row {
			require.NotContains(t, "=+-@\t\r", string(append([]byte(cell), 'x')[0]), cell)
		}
	}
}

func TestTheLogNamesWhoWasRemoved(t *testing.T) {
	st, id := withPlans(t)
	mia := store.Person{FirstName: "Mia", LastName: "Berg"}
	_, err := st.Do(t.Context(), store.ActorDesk, func(tx *store.Tx) error { return tx.SavePerson(&mia) })
	require.NoError(t, err)
	_, err = st.Do(t.Context(), store.ActorDesk, func(tx *store.Tx) error {
		if err := tx.DeletePerson(mia.ID); err != nil {
			return err
		}
		return tx.Log(store.LogLine{Person: 4711, Kind: "look", What: store.Sentence{Text: "Somebody."}}) // of whom the file knows nothing
	})
	require.NoError(t, err)
	var b bytes.Buffer
	_, err = WriteLog(t.Context(), &b, st, id, LogExport{
		Filter: store.LogFilter{Limit: 3}, Words: func(s store.Sentence) string { return "«" + s.String() + "»" },
	})
	require.NoError(t, err)
	rows := rowsOf(t, b.String())
	require.Len(t, rows, 4, "no more than the limit")
	require.Equal(t, []string{"", "«Somebody.»", "4711"}, rows[1][4:7])
	require.Equal(t, []string{"Mia Berg", "«Mia Berg was removed.»"}, rows[2][4:6])
	require.Equal(t, []string{"Mia Berg", "«Mia Berg was added as a visitor.»"}, rows[3][4:6])
}

// The head that is named is the end of what is in the file.
func TestLinesThatComeMeanwhileAreNotInTheExport(t *testing.T) {
	st, id := withLog(t, logPage+1)
	before, err := st.LogHead(t.Context())
	require.NoError(t, err)
	var b bytes.Buffer
	e := looks
	e.Progress = func(int, int) { addLines(t, st, id, 1) }
	written, err := WriteLog(t.Context(), &b, st, id, e)
	require.NoError(t, err)
	require.Equal(t, LogWritten{Lines: logPage + 1, Head: before}, written)
	rows := rowsOf(t, b.String())
	require.Len(t, rows, logPage+2)
	require.Equal(t, before.Hash, rows[1][8])
}

func TestAnExportThatIsStoppedLeavesTheFileOfBefore(t *testing.T) {
	st, id := withLog(t, logPage+1)
	dir := t.TempDir()
	path := filepath.Join(dir, "log.csv")
	require.NoError(t, os.WriteFile(path, []byte("the one of last year"), 0o600))
	ctx, cancel := context.WithCancel(t.Context())
	e := looks
	e.Progress = func(int, int) { cancel() }
	_, err := SaveLog(ctx, path, st, id, e)
	require.ErrorIs(t, err, context.Canceled)
	left, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, "the one of last year", string(left))
	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, files, 1, "no half a file beside it")

	written, err := SaveLog(t.Context(), path, st, id, looks)
	require.NoError(t, err)
	require.Equal(t, logPage+1, written.Lines)
	left, err = os.ReadFile(path)
	require.NoError(t, err)
	require.Len(t, rowsOf(t, string(left)), logPage+2)
}

func TestAFolderThatIsNotThereIsSaid(t *testing.T) {
	st, id := withLog(t, 1)
	path := filepath.Join(t.TempDir(), "nowhere", "log.csv")
	_, err := SaveLog(t.Context(), path, st, id, looks)
	var p *store.Problem
	require.ErrorAs(t, err, &p)
	require.Equal(t, store.CodeFile, p.Code)
	require.Equal(t, path+" cannot be written. Choose a folder that you may write to, with room on the disk.", p.Error())
}

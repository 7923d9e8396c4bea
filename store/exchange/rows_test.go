package exchange

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

func TestRowsAreWrittenWholeOrNotAtAll(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rows.csv")
	require.NoError(t, SaveRows(path, [][]string{{"Name", "Days"}, {"=Mia, \"the\" Berg", "3"}}))
	got, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, "\ufeffName,Days\r\n\"'=Mia, \"\"the\"\" Berg\",3\r\n", string(got))

	err = SaveRows(filepath.Join(path, "below.csv"), [][]string{{"Name"}})
	require.Equal(t, store.CodeFile, store.CodeOf(err))
}

package store

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

func BenchmarkCheck(b *testing.B) {
	s := openBench(b)
	for name, full := range map[string]bool{"quick": false, "full": true} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				require.NoError(b, s.Check(b.Context(), full))
			}
		})
	}
}

func BenchmarkBackup(b *testing.B) {
	s := openBench(b)
	folder := b.TempDir()
	for b.Loop() {
		c, err := s.Backup(b.Context(), folder, ReasonHand)
		require.NoError(b, err)
		b.ReportMetric(float64(c.Size)/1e6, "MB")
		require.NoError(b, os.Remove(c.Path))
	}
}

func BenchmarkWhereIs(b *testing.B) {
	s := openBench(b)
	for b.Loop() {
		require.NotEmpty(b, WhereIs(s.path).Kind)
	}
}

func BenchmarkThere(b *testing.B) {
	s := openBench(b)
	for b.Loop() {
		require.NoError(b, s.There())
	}
}

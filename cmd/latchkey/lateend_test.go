package main

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

func TestTheProgramEndsAlsoWhereTheLoopDoesNot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ends := 0
		stuck := &lateEnd{end: func() { ends++ }}
		stuck.begin()
		stuck.begin()
		time.Sleep(loopPatience + time.Millisecond)
		synctest.Wait()
		require.Equal(t, 1, ends)

		usual := &lateEnd{end: func() { ends++ }}
		usual.begin()
		usual.stop()
		usual.begin() // the signal was heard late
		quick := &lateEnd{end: func() { ends++ }}
		quick.stop() // Fyne ended by itself
		quick.begin()
		time.Sleep(2 * loopPatience)
		synctest.Wait()
		require.Equal(t, 1, ends)
	})
}

package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhatComesBeforeTheWindowIsDoneWhenItStands(t *testing.T) {
	var said []string
	say := func(s string) func() { return func() { said = append(said, s) } }
	e := &early{later: func(f func()) { said = append(said, "later"); f() }}
	e.do(say("first"))
	e.do(func() { e.do(say("third")) }) // asked for meanwhile
	e.do(say("second"))
	require.Empty(t, said)
	e.begin()
	require.Equal(t, []string{"first", "second", "third"}, said)
	e.do(say("fourth"))
	require.Equal(t, []string{"first", "second", "third", "later", "fourth"}, said)
}

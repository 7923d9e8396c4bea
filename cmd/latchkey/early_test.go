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

func TestWhatALoopThatEndsRefusesIsDoneAtOnce(t *testing.T) {
	done := 0
	handOver(func(func()) { panic("send on closed channel") }, func() { done++ })
	require.Equal(t, 1, done)
	handOver(func(f func()) { f() }, func() { done++ })
	require.Equal(t, 2, done)
	require.PanicsWithValue(t, "its own", func() { handOver(func(f func()) { f() }, func() { panic("its own") }) })
}

package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestFeedTellsAfterTheCommitInOrder(t *testing.T) {
	w := newWorld(t)
	var mu sync.Mutex
	var serials []int64
	done := make(chan struct{})
	const writers, each = 8, 20
	stop := w.Subscribe(func(c Change) {
		m, err := w.Meta(w.ctx) // reads what the change wrote: it is committed
		mu.Lock()
		defer mu.Unlock()
		if err == nil && m.Serial >= c.Serial {
			serials = append(serials, c.Serial)
		}
		if len(serials) == writers*each {
			close(done)
		}
	})
	first, err := w.Meta(w.ctx)
	require.NoError(t, err)
	var wg sync.WaitGroup
	for i := range writers {
		wg.Go(func() {
			for j := range each {
				_, err := w.Do(w.ctx, ActorDesk, func(tx *Tx) error {
					return tx.SetSetting(fmt.Sprint(i), fmt.Sprint(j))
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		t.Fatal("the feed did not tell everything")
	}
	stop()
	for i, serial := range serials {
		require.Equal(t, first.Serial+int64(i)+1, serial)
	}
}

func TestFeedSaysWhatChangedAndNothingOfWhatFailed(t *testing.T) {
	w := newWorld(t)
	got := make(chan Change, 10)
	defer w.Subscribe(func(c Change) { got <- c })()
	_, err := w.Do(w.ctx, ActorDesk, func(tx *Tx) error {
		if err := tx.SetSetting("a", "b"); err != nil {
			return err
		}
		return errors.New("no")
	})
	require.EqualError(t, err, "no")
	w.do(func(*Tx) error { return nil })
	jo := Person{FirstName: "Jo", Main: w.mia.ID}
	c, err := w.Do(w.ctx, ActorSync, func(tx *Tx) error { return tx.SavePerson(&jo) })
	require.NoError(t, err)
	told := <-got
	require.Equal(t, c, told)
	require.Equal(t, []PersonID{jo.ID}, told.People)
	require.Equal(t, KindPerson|KindLog, told.Kinds)
	require.True(t, told.Kinds.Has(KindLog|KindRoom))
	require.False(t, told.Kinds.Has(KindRoom))
	require.Equal(t, ActorSync, told.Actor)
	value, err := w.Setting(w.ctx, "a")
	require.NoError(t, err)
	require.Empty(t, value)
}

func TestStopWaitsForTheCallThatRuns(t *testing.T) {
	w := newWorld(t)
	running, release := make(chan struct{}), make(chan struct{})
	var once sync.Once
	stop := w.Subscribe(func(Change) {
		once.Do(func() { close(running) })
		<-release
	})
	w.do(func(tx *Tx) error { return tx.SetSetting("a", "1") })
	<-running
	w.do(func(tx *Tx) error { return tx.SetSetting("a", "2") }) // a slow listener holds up nobody who writes
	stopped := make(chan struct{})
	go func() {
		stop()
		close(stopped)
	}()
	select {
	case <-stopped:
		t.Fatal("stop did not wait")
	case <-time.After(20 * time.Millisecond):
	}
	close(release)
	<-stopped
}

func TestReadModifyWriteByManyIsNeverBusy(t *testing.T) {
	w := newWorld(t)
	const writers, each = 8, 50
	var wg sync.WaitGroup
	for range writers {
		wg.Go(func() {
			for range each {
				_, err := w.Do(w.ctx, ActorDesk, func(tx *Tx) error {
					s, err := tx.Space(w.space.ID)
					if err != nil {
						return err
					}
					s.SiteName += "x"
					return tx.SaveSpace(&s)
				})
				if err != nil {
					t.Error(err)
				}
				if _, err := w.Spaces(w.ctx); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	s, err := w.Space(w.ctx, w.space.ID)
	require.NoError(t, err)
	require.Len(t, s.SiteName, writers*each, "no change was lost")
}

func TestDoStopsWaitingWhenTheCallerDoes(t *testing.T) {
	w := newWorld(t)
	inside, leave := make(chan struct{}), make(chan struct{})
	go func() {
		_, _ = w.Do(w.ctx, ActorDesk, func(*Tx) error {
			close(inside)
			<-leave
			return nil
		})
	}()
	<-inside
	defer close(leave)
	ctx, cancel := context.WithTimeout(w.ctx, 10*time.Millisecond)
	defer cancel()
	_, err := w.Do(ctx, ActorDesk, func(*Tx) error { return nil })
	require.ErrorIs(t, err, context.DeadlineExceeded)
}

func TestAPanicLeavesTheStoreUsable(t *testing.T) {
	w := newWorld(t)
	require.Panics(t, func() {
		_, _ = w.Do(w.ctx, ActorDesk, func(tx *Tx) error {
			if err := tx.SetSetting("a", "b"); err != nil {
				return err
			}
			panic("boom")
		})
	})
	value, err := w.Setting(w.ctx, "a")
	require.NoError(t, err)
	require.Empty(t, value)
	w.do(func(tx *Tx) error { return tx.SetSetting("a", "c") })
}

package store

import (
	"slices"
	"sync"
)

// feed hands changes to subscribers, in commit order, from one goroutine of
// its own, so that nobody who listens can hold up a transaction.
type feed struct {
	mu     sync.Mutex
	wake   sync.Cond
	queue  []news
	subs   []*subscriber
	ended  bool
	runner sync.WaitGroup
}

// news is a change and who listened when it was committed.
type news struct {
	change Change
	to     []*subscriber
}

type subscriber struct {
	call sync.Mutex // held while f runs
	f    func(Change)
	gone bool
}

func newFeed() *feed {
	f := &feed{}
	f.wake.L = &f.mu
	f.runner.Go(f.run)
	return f
}

// Subscribe has f called after each transaction that changed something, in
// commit order, from one goroutine that all subscribers share: f must return
// soon. stop ends it and waits for a call of f that is running; f itself must
// not call stop, and whoever calls stop must not hold what f waits for.
func (s *Store) Subscribe(f func(Change)) (stop func()) {
	sub := &subscriber{f: f}
	s.feed.mu.Lock()
	s.feed.subs = append(s.feed.subs, sub)
	s.feed.mu.Unlock()
	return func() { s.feed.drop(sub) }
}

func (f *feed) drop(sub *subscriber) {
	f.mu.Lock()
	f.subs = slices.DeleteFunc(f.subs, func(s *subscriber) bool { return s == sub })
	f.mu.Unlock()
	sub.call.Lock()
	sub.gone = true
	sub.call.Unlock()
}

func (f *feed) add(c Change) {
	f.mu.Lock()
	f.queue = append(f.queue, news{c, slices.Clone(f.subs)})
	f.mu.Unlock()
	f.wake.Signal()
}

// close ends the goroutine, after the call that is running; changes that are
// still in the queue are not told any more.
func (f *feed) close() {
	f.mu.Lock()
	f.ended = true
	f.mu.Unlock()
	f.wake.Signal()
	f.runner.Wait()
}

func (f *feed) run() {
	for {
		f.mu.Lock()
		for len(f.queue) == 0 && !f.ended {
			f.wake.Wait()
		}
		if f.ended {
			f.mu.Unlock()
			return
		}
		next := f.queue[0]
		f.queue = f.queue[1:]
		f.mu.Unlock()
		for _, s := range next.to {
			s.tell(next.change)
		}
	}
}

func (s *subscriber) tell(c Change) {
	s.call.Lock()
	defer s.call.Unlock()
	if !s.gone {
		s.f(c)
	}
}

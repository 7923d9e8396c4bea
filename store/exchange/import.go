package exchange

import (
	"context"
	"fmt"

	"latchkey/store"
)

// Options of an import.
type Options struct {
	// Progress, if set, is called after each entry, from the importing
	// goroutine and inside the transaction: it must return soon.
	Progress func(done, total int)
}

// Import makes the space of f part of the store: entries that the store has
// under the same key are brought to what the file says, others are added.
// What the store has and the file does not stays as it is. All of it happens
// in one transaction; a file that holds nothing new changes nothing, not even
// the log. Errors for people name the entry that is in the way.
func Import(ctx context.Context, st *store.Store, f *File, o Options) (Report, error) {
	if err := f.check(); err != nil {
		return Report{}, err
	}
	space, err := spaceByKey(ctx, st, f.Space.Key)
	if err != nil {
		return Report{}, fmt.Errorf("import space: %w", err)
	}
	have, err := takeStock(ctx, st, space)
	if err != nil {
		return Report{}, fmt.Errorf("import space: %w", err)
	}
	im := newImporter(have, f, o)
	change, err := st.Do(ctx, store.ActorImport, func(tx *store.Tx) error {
		im.tx = tx
		return im.run(ctx)
	})
	if err != nil {
		return Report{}, fmt.Errorf("import space: %w", err)
	}
	im.report.Space, im.report.Change = im.space.ID, change
	return im.report, nil
}

// spaceByKey returns the space with the key, or the zero Space.
func spaceByKey(ctx context.Context, st *store.Store, key string) (store.Space, error) {
	spaces, err := st.Spaces(ctx)
	if err != nil {
		return store.Space{}, err
	}
	for _, s := range spaces {
		if s.Key == key {
			return s, nil
		}
	}
	return store.Space{}, nil
}

// importer brings a store to what a file says, section by section, so that
// every id is known by the time it is referred to.
type importer struct {
	tx     *store.Tx
	have   *stock
	file   *File
	opts   Options
	done   int
	report Report

	space    store.Space
	plans    map[string]store.PlanID
	types    map[string]store.PassTypeID
	people   map[string]store.PersonID
	rooms    map[string]store.RoomID
	series   map[string]store.SeriesID
	toShelve []store.Plan // archived at the end: nobody can be given an archived plan
}

func newImporter(have *stock, f *File, o Options) *importer {
	return &importer{
		have: have, file: f, opts: o,
		plans: map[string]store.PlanID{}, types: map[string]store.PassTypeID{}, people: map[string]store.PersonID{},
		rooms: map[string]store.RoomID{}, series: map[string]store.SeriesID{},
	}
}

func (im *importer) run(ctx context.Context) error {
	for _, section := range []func(context.Context) error{
		im.saveSpace, im.savePassTypes, im.savePlans, im.savePeople, im.shelvePlans,
		im.saveRooms, im.saveCalendar, im.saveTags, im.savePasses, im.saveCorrections,
	} {
		if err := section(ctx); err != nil {
			return err
		}
	}
	// A space that has seen its site knows what the names mean.
	return im.tx.ResolveRefs(im.space.ID)
}

func (im *importer) step() {
	im.done++
	if im.opts.Progress != nil {
		im.opts.Progress(im.done, im.file.entries())
	}
}

// job saves one entry.
type job struct {
	at   entry
	save func() error
}

// jobs returns a job for each entry of a section, in the file's order.
func jobs[T any](section string, list []T, name func(T) string, save func(T) error) []job {
	made := make([]job, len(list))
	for i, item := range list {
		made[i] = job{entry{section, i, name(item)}, func() error { return save(item) }}
	}
	return made
}

// do does the jobs in order. One that clashes with what the store holds is
// put off until the others are done: they may be what makes room for it (a
// booking that moves to where another one was, an address that went to
// another person).
func (im *importer) do(ctx context.Context, todo []job) error {
	for len(todo) > 0 {
		var later []job
		var clash error
		for _, j := range todo {
			if err := ctx.Err(); err != nil {
				return err
			}
			err := j.save()
			switch {
			case store.CodeOf(err) == store.CodeConflict:
				later = append(later, j)
				if clash == nil {
					clash = j.at.wrap(err)
				}
			case err != nil:
				return j.at.wrap(err)
			default:
				im.step()
			}
		}
		if len(later) == len(todo) {
			return clash
		}
		todo = later
	}
	return nil
}

package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"sync"
	"time"

	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/encoder"
	"latchkey/ui/encoder/emulate"
	"latchkey/ui/tap"
)

// sampleReader is the tag reader of the sample space: an emulated one on a wire
// in memory, spoken to as a real one is.
type sampleReader struct {
	mu     sync.Mutex
	reader *emulate.Reader
	run    sync.WaitGroup
	ctx    context.Context //nolint:containedctx // the life of the sample space
	stop   context.CancelFunc
}

func newSampleReader(ctx context.Context) *sampleReader {
	r := &sampleReader{}
	r.ctx, r.stop = context.WithCancel(ctx)
	return r
}

// List implements encoder.Ports.
func (r *sampleReader) List(context.Context) ([]encoder.PortInfo, error) {
	return []encoder.PortInfo{{Name: "sample", Vendor: "09D8", Product: "0420", Serial: "SAMPLE", Description: "TWN4"}}, nil
}

// Open implements encoder.Ports.
func (r *sampleReader) Open(string, int) (encoder.Port, error) {
	port, wire := emulate.Cable()
	reader, err := emulate.New(emulate.TWN4, wire, emulate.Options{})
	if err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.reader = reader
	r.run.Go(func() { _ = reader.Serve(r.ctx) }) // a wire in memory ends when it is closed
	return port, nil
}

// tapTime is how long a fob lies on the reader.
const tapTime = 400 * time.Millisecond

// tap lays a fob on the reader for a moment.
func (r *sampleReader) tap(ctx context.Context, u encoder.UID) {
	r.mu.Lock()
	reader := r.reader
	r.mu.Unlock()
	if reader == nil || reader.Put(ctx, u) != nil {
		return
	}
	select {
	case <-time.After(tapTime):
	case <-ctx.Done():
	}
	reader.Take()
}

// end ends the reader, and waits for it.
func (r *sampleReader) end() {
	r.stop()
	r.run.Wait()
}

// fobUID is what the fob with a number shows to a reader: any number that is not
// to be computed from the other, as in life.
func fobUID(number string) encoder.UID {
	sum := sha256.Sum256([]byte("fob " + number))
	return append(encoder.UID{0x04}, sum[:6]...)
}

// pairSample has the reader know the fobs of the file. Those that are new to it lie
// in a box and are to be paired.
func (p *program) pairSample(ctx context.Context) error {
	tags, err := p.store.Tags(ctx)
	if err != nil {
		return err
	}
	_, err = p.store.Do(ctx, store.ActorImport, func(tx *store.Tx) error {
		for _, t := range tags {
			if len(t.UID) > 0 {
				continue
			}
			if _, err := tx.PairTag(fobUID(t.Number), store.TechHigh, t.Number, t.KSID); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

// boxOfFobs is how many new fobs lie in the box.
const boxOfFobs = 6

// sampleFobs are the fobs that can be tapped in the sample space: those of the
// file, new ones of the site, and some that cannot be used.
func sampleFobs(ctx context.Context, s *store.Store, id store.SpaceID) ([]tap.Fob, error) {
	tags, err := s.Tags(ctx)
	if err != nil {
		return nil, err
	}
	people, err := s.People(ctx, store.PeopleFilter{})
	if err != nil {
		return nil, err
	}
	fresh, err := s.FreeSiteTags(ctx, id)
	if err != nil {
		return nil, err
	}
	var held, out []tap.Fob
	for _, t := range tags {
		f := tap.Fob{Title: t.Title(), Detail: lang.L("in a drawer"), UID: t.UID}
		if i := slices.IndexFunc(people, func(p store.Person) bool { return p.ID == t.Holder }); i >= 0 {
			f.Detail = people[i].Name()
			held = append(held, f)
			continue
		}
		if t.State == store.TagLost {
			f.Detail = lang.L("found in the street")
		}
		if len(f.UID) > 0 {
			out = append(out, f)
		}
	}
	for _, t := range fresh[:min(len(fresh), boxOfFobs)] {
		out = append(out, tap.Fob{Title: t.Number, Detail: lang.L("new, in SALTO KS already"), UID: fobUID(t.Number)})
	}
	out = append(out,
		tap.Fob{Title: lang.L("A new fob"), Detail: lang.L("SALTO KS does not know it"), UID: fobUID("unknown")},
		tap.Fob{Title: lang.L("A telephone"), Detail: lang.L("shows another number each time"), UID: encoder.UID{0x08, 0x41, 0x7C, 0x02}},
		tap.Fob{Title: lang.L("An old fob"), Detail: fmt.Sprint(store.TechLow), UID: encoder.UID{0x10, 0x00, 0x63, 0xE9, 0xAE}})
	return append(out, held...), nil
}

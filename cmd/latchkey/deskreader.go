package main

import (
	"context"
	"encoding/json"
	"sync"

	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/desk"
	"latchkey/ui/encoder"
	"latchkey/ui/settings"
	"latchkey/ui/tap"
)

// prefReader is where the tag reader of this computer is remembered.
const prefReader = "reader"

// readerDesk is the tag reader of the window: it is found and read in the
// background, and its taps come to the UI thread.
type readerDesk struct {
	d       *desktop
	taps    *tap.Router
	flow    *tap.Flow
	station *encoder.Station // nil: there are no ports to look for one on
	stop    context.CancelFunc
	run     sync.WaitGroup
	box     *tap.FobBox // of the sample space, once it was opened
}

func newReaderDesk(d *desktop) *readerDesk {
	r := &readerDesk{d: d, taps: &tap.Router{}, stop: func() {}}
	if d.cfg.ports != nil {
		r.station = encoder.NewStation(encoder.Config{
			Ports: d.cfg.ports, Remembered: r.remembered(), Changed: r.changed, Tapped: r.tapped,
		})
		if d.cfg.reader != "" {
			r.station.Use(encoder.PortInfo{Name: d.cfg.reader})
		}
	}
	return r
}

// start begins to look for the reader, once the window stands.
func (r *readerDesk) start() {
	r.taps.Rest = r.flow.Tapped
	if r.station == nil {
		return
	}
	var ctx context.Context
	ctx, r.stop = context.WithCancel(r.d.ctx)
	r.run.Go(func() { r.station.Run(ctx) })
}

// end lets go of the reader, and waits for it.
func (r *readerDesk) end() {
	r.stop()
	r.run.Wait()
}

// card is what Settings shows of the reader; nil: there can be none.
func (r *readerDesk) card() *settings.Reader {
	if r.station == nil {
		return nil
	}
	return &settings.Reader{Status: r.station.Status, Use: r.station.Use, Forget: r.station.Forget}
}

// changed is called by the goroutine of the station.
func (r *readerDesk) changed(s encoder.Status) {
	r.d.cfg.dispatch.Do(func() {
		r.remember(s.Reader)
		r.d.settings.SetReader(s)
		switch s.State {
		case encoder.Gone:
			r.d.shell.ShowNotice(lang.L("The tag reader was unplugged."))
		case encoder.Trouble:
			r.d.shell.ShowNotice(lang.L(encoder.Sentence(s.Err)))
		}
	})
}

// tapped is called by the goroutine of the station.
func (r *readerDesk) tapped(e encoder.Event) {
	r.d.cfg.dispatch.Do(func() {
		if e.Err == nil && !e.Several {
			r.d.settings.Tapped(e.Tag)
		}
		r.taps.Tap(e)
	})
}

// tapFobs shows the fobs of the sample space; nil for a real one, where fobs are
// in people's pockets.
func (r *readerDesk) tapFobs() func() {
	sample, is := r.d.cfg.ports.(*sampleReader)
	if !is {
		return nil
	}
	return func() {
		if r.box == nil {
			r.box = tap.NewFobBox(r.d.cfg.app, func(f tap.Fob) {
				r.d.cfg.dispatch.Go(func(ctx context.Context) { sample.tap(ctx, f.UID) })
			})
		}
		r.fobs(r.box.Show)
	}
}

// fobs reads the fobs that there are, and hands them to show.
func (r *readerDesk) fobs(show func([]tap.Fob)) {
	desk.Load(r.d.desk, func(ctx context.Context) ([]tap.Fob, error) {
		return sampleFobs(ctx, r.d.desk.Store, r.d.spaceID())
	}, show)
}

// refresh takes a change of the file into account.
func (r *readerDesk) refresh(c store.Change) {
	r.flow.Refresh(c)
	if r.box != nil && r.box.Open() && c.Kinds.Has(store.KindTag|store.KindMirror|store.KindPerson) {
		r.fobs(r.box.Fill)
	}
}

func (r *readerDesk) remembered() encoder.Remembered {
	var m encoder.Remembered
	if p := r.d.preferences(); p != nil {
		_ = json.Unmarshal([]byte(p.String(prefReader)), &m) // what cannot be read is no reader
	}
	return m
}

func (r *readerDesk) remember(m encoder.Remembered) {
	p := r.d.preferences()
	if p == nil {
		return
	}
	text, err := json.Marshal(m)
	if err == nil && string(text) != p.String(prefReader) {
		p.SetString(prefReader, string(text))
	}
}

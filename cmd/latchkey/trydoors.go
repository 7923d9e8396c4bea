package main

import (
	"latchkey/store"
	"latchkey/sync/ks"
)

// tryDoors opens the page of doors of the sample space's simulation in the
// browser. There is none for a real space, and so nothing to open.
func (d *desktop) tryDoors() func() {
	if d.cfg.sim == nil {
		return nil
	}
	address := d.cfg.sim.base + "/"
	return func() {
		go func() { // not waited for: some browsers return only when they are closed
			err := ks.OpenBrowser(address)
			if err == nil || d.ctx.Err() != nil {
				return
			}
			d.cfg.dispatch.Do(func() {
				d.shell.ShowProblem(&store.Problem{
					Code: store.CodeMissing, Text: "The browser could not be opened. Open the address {{.Address}} in a browser.",
					Args: map[string]any{"Address": address}, Err: err,
				})
			})
		}()
	}
}

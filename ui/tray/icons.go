package tray

import (
	"embed"

	"fyne.io/fyne/v2"
)

//go:embed icons/*.svg
var drawings embed.FS

// State is how it stands with the doors, as far as an icon can say it.
type State string

// The states. Each has a drawing of its own, told apart by its shape as well as
// by its colour.
const (
	InStep    State = "in-step"
	Working   State = "working"
	Waiting   State = "waiting"
	Attention State = "attention"
	Offline   State = "offline"
	SignedOut State = "signed-out"
)

// States are all of them.
var States = []State{InStep, Working, Waiting, Attention, Offline, SignedOut}

// Icon returns the drawing of a state.
func Icon(s State) fyne.Resource {
	svg, err := drawings.ReadFile("icons/" + string(s) + ".svg")
	if err != nil {
		svg = []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"/>`)
	}
	return fyne.NewStaticResource("tray-"+string(s)+".svg", svg)
}

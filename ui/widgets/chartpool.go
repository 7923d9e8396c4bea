package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// rectPool and textPool keep the objects that a chart was drawn with for the
// next time: those that it does not need now are hidden.
type (
	rectPool struct{ all []*canvas.Rectangle }
	textPool struct{ all []*canvas.Text }
)

// take returns n objects in sight and hides the rest.
func (p *rectPool) take(n int) []*canvas.Rectangle {
	for len(p.all) < n {
		p.all = append(p.all, canvas.NewRectangle(nil))
	}
	for i, r := range p.all {
		r.Hidden = i >= n
	}
	return p.all[:n]
}

func (p *textPool) take(n int) []*canvas.Text {
	for len(p.all) < n {
		p.all = append(p.all, canvas.NewText("", nil))
	}
	for i, t := range p.all {
		t.Hidden = i >= n
	}
	return p.all[:n]
}

// objectList collects what a renderer draws, from back to front.
type objectList []fyne.CanvasObject

func (l *objectList) rects(p rectPool) {
	for _, r := range p.all {
		*l = append(*l, r)
	}
}

func (l *objectList) texts(p textPool) {
	for _, t := range p.all {
		*l = append(*l, t)
	}
}

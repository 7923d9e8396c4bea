package widgets

import (
	"image/png"
	"os"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"image/color"
)

func TestSizes(t *testing.T) {
	box := container.NewVBox()
	for _, s := range []float32{12, 12.5, 13, 14} {
		x := canvas.NewText("Plan “Full time” through group Full time · mia@ostrea.example 08:55–11:05", color.Black)
		x.TextSize = s
		box.Add(x)
	}
	f, _ := os.Create("/tmp/pics/sizes.png")
	_ = png.Encode(f, Picture(box, fyne.NewSize(600, 140)))
	_ = f.Close()
}

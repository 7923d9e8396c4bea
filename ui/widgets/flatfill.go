package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
)

// flatFill is a rectangle of one colour, with neither border nor round corners.
//
// In a window it is a shader of our own. Fyne's rectangle reckons its border and
// its shadow for each pixel, also where it has none: with a graphics card nobody
// sees that, but where the processor paints (a remote desktop, a virtual machine)
// the large surfaces took most of the time that a picture takes.
type flatFill struct {
	object fyne.CanvasObject
	rect   *canvas.Rectangle // paints in memory, which knows no shaders
	shader *canvas.Shader    // paints in a window
}

func newFlatFill() *flatFill {
	if _, window := fyne.CurrentApp().Driver().(desktop.Driver); window {
		s := canvas.NewShader("latchkey.flat", []byte(flatShader), []byte(flatShaderES))
		s.Uniforms = make(map[string]float32, 4)
		return &flatFill{object: s, shader: s}
	}
	r := canvas.NewRectangle(nil)
	return &flatFill{object: r, rect: r}
}

// set gives it a colour, to be painted by the next Refresh. Without one (nil) it
// is out of sight.
func (f *flatFill) set(c color.Color) {
	if f.rect != nil {
		f.rect.FillColor, f.rect.Hidden = c, c == nil
		return
	}
	f.shader.Hidden = c == nil
	if c == nil {
		return
	}
	v, _ := color.NRGBAModel.Convert(c).(color.NRGBA)
	for name, part := range map[string]uint8{"r": v.R, "g": v.G, "b": v.B, "a": v.A} {
		f.shader.Uniforms[name] = float32(part) / 255
	}
}

// The shader leaves out what lies outside of the object: Fyne draws a pixel more
// on each side, for shapes with soft edges.
const (
	flatShader   = "#version 110\n" + flatShaderMain
	flatShaderES = "#version 100\n" + flatPrecision + flatShaderMain

	flatPrecision = `
#ifdef GL_FRAGMENT_PRECISION_HIGH
precision highp float;
#else
precision mediump float;
#endif
`
	flatShaderMain = `
uniform vec2 frame;
uniform vec4 bounds;
uniform float r, g, b, a;

void main() {
    float x = gl_FragCoord.x;
    float y = frame.y - gl_FragCoord.y;
    if (x < bounds[0] || x > bounds[2] || y < bounds[1] || y > bounds[3]) {
        discard;
    }
    gl_FragColor = vec4(r, g, b, a);
}
`
)

package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	ltheme "latchkey/ui/theme"
)

// Paragraph is text that breaks into lines where it must, with no padding
// around it.
type Paragraph struct {
	widget.BaseWidget
	segment *widget.TextSegment
	rich    *widget.RichText
}

// NewParagraph returns text in a colour of the theme ("" for the plain one).
func NewParagraph(text string, color fyne.ThemeColorName) *Paragraph {
	return newParagraph(text, color, ltheme.SizeText)
}

// MutedParagraph returns smaller text of second rank.
func MutedParagraph(text string) *Paragraph {
	return newParagraph(text, ltheme.ColorMuted, ltheme.SizeMuted)
}

// ErrorText returns a sentence in the colour of errors.
func ErrorText(text string) *Paragraph {
	return newParagraph(text, ltheme.ColorBad, ltheme.SizeText)
}

func newParagraph(text string, color fyne.ThemeColorName, size fyne.ThemeSizeName) *Paragraph {
	if color == "" {
		color = ltheme.ColorText
	}
	seg := &widget.TextSegment{Text: text, Style: widget.RichTextStyle{ColorName: color, SizeName: size}}
	p := &Paragraph{segment: seg, rich: widget.NewRichText(seg)}
	p.rich.Wrapping = fyne.TextWrapWord
	p.ExtendBaseWidget(p)
	return p
}

// Text returns what is shown.
func (p *Paragraph) Text() string { return p.segment.Text }

// SetText shows another text.
func (p *Paragraph) SetText(text string) {
	if p.segment.Text == text {
		return
	}
	p.segment.Text = text
	p.rich.Refresh()
	p.Refresh()
}

// SetAlign aligns the lines.
func (p *Paragraph) SetAlign(a fyne.TextAlign) {
	p.segment.Style.Alignment = a
	p.rich.Refresh()
}

// CreateRenderer is called by Fyne.
func (p *Paragraph) CreateRenderer() fyne.WidgetRenderer {
	return &paragraphRenderer{p}
}

// paragraphRenderer takes away the padding that RichText puts around itself.
type paragraphRenderer struct{ owner *Paragraph }

func (r *paragraphRenderer) inset() float32 { return theme.Size(theme.SizeNameInnerPadding) }

func (r *paragraphRenderer) Layout(size fyne.Size) {
	in := r.inset()
	r.owner.rich.Move(fyne.NewPos(-in, -in))
	r.owner.rich.Resize(size.AddWidthHeight(2*in, 2*in))
}

func (r *paragraphRenderer) MinSize() fyne.Size {
	in := r.inset()
	return r.owner.rich.MinSize().SubtractWidthHeight(2*in, 2*in)
}

func (r *paragraphRenderer) Refresh() {
	r.owner.rich.Refresh()
	r.Layout(r.owner.Size())
}

func (r *paragraphRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.owner.rich}
}

func (r *paragraphRenderer) Destroy() {}

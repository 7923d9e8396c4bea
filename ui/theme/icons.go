package theme

import (
	"embed"
	"fmt"
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

//go:embed icons/*.svg
var iconFiles embed.FS

// IconName names one of Latchkey's own icons: a line drawing on a grid of 24.
type IconName string

// The icons. Good, Warn, Bad and Neutral mark states beside their word.
const (
	IconToday      IconName = "today"
	IconCalendar   IconName = "calendar"
	IconMembers    IconName = "members"
	IconRooms      IconName = "rooms"
	IconPlans      IconName = "plans"
	IconTags       IconName = "tags"
	IconAttendance IconName = "attendance"
	IconDoors      IconName = "doors"
	IconSettings   IconName = "settings"
	IconSearch     IconName = "search"
	IconKey        IconName = "key"
	IconUp         IconName = "up"
	IconDown       IconName = "down"
	IconLeft       IconName = "left"
	IconRight      IconName = "right"
	IconClose      IconName = "close"
	IconGood       IconName = "good"
	IconWarn       IconName = "warn"
	IconBad        IconName = "bad"
	IconNeutral    IconName = "neutral"
)

// Icon is an own icon in a colour of the theme that is set when it is drawn.
// Unlike Fyne's coloured resources it colours lines, not only fills.
type Icon struct {
	name  IconName
	color fyne.ThemeColorName
	svg   string
}

var _ fyne.Resource = (*Icon)(nil)

// NewIcon returns an icon in the colour of the text. A name that has no
// drawing gives an empty picture.
func NewIcon(name IconName) *Icon { return NewColoredIcon(name, ColorText) }

// NewColoredIcon returns an icon in a named colour.
func NewColoredIcon(name IconName, c fyne.ThemeColorName) *Icon {
	svg, err := iconFiles.ReadFile("icons/" + string(name) + ".svg")
	if err != nil {
		svg = []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"/>`)
	}
	return &Icon{name: name, color: c, svg: string(svg)}
}

// In returns the same icon in another colour.
func (i *Icon) In(c fyne.ThemeColorName) *Icon { return &Icon{i.name, c, i.svg} }

// Name identifies the icon with its present colour, because Fyne keeps drawn
// pictures by name.
func (i *Icon) Name() string { return string(i.name) + "-" + i.hex()[1:] + ".svg" }

// Content returns the drawing in its present colour.
func (i *Icon) Content() []byte {
	return []byte(strings.ReplaceAll(i.svg, "currentColor", i.hex()))
}

func (i *Icon) hex() string {
	c := color.NRGBAModel.Convert(theme.Color(i.color)).(color.NRGBA)
	return fmt.Sprintf("#%02X%02X%02X", c.R, c.G, c.B)
}

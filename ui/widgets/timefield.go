package widgets

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// TimeField takes a time of day: "9", "930", "9:30", "9.30 pm", "21h30". Up
// and Down move it by a quarter of an hour.
type TimeField struct {
	fieldBase
	// OnChanged is called when the time changed, with "" for none.
	OnChanged func(clock string)

	optional bool
	last     string
	entry    *entry
}

var _ Field = (*TimeField)(nil)

// NewTimeField returns an empty field; an optional one may stay empty.
func NewTimeField(optional bool) *TimeField {
	f := &TimeField{optional: optional, entry: newEntry()}
	f.entry.SetPlaceHolder("09:30")
	f.entry.OnChanged = func(string) {
		if v := f.Value(); v != f.last {
			f.last = v
			if f.OnChanged != nil {
				f.OnChanged(v)
			}
		}
		f.tellChanged()
	}
	f.entry.onLeft = func() {
		if v := f.Value(); v != "" {
			f.entry.SetText(v)
		}
		f.tellLeft()
	}
	f.entry.onKey = func(ev *fyne.KeyEvent) bool {
		switch ev.Name {
		case fyne.KeyUp:
			f.step(15)
		case fyne.KeyDown:
			f.step(-15)
		default:
			return false
		}
		return true
	}
	f.ExtendBaseWidget(f)
	return f
}

// Value returns the time as "15:04", or "" when there is none that can be
// read: Check tells which.
func (f *TimeField) Value() string {
	v, err := parseClock(f.entry.Text)
	if err != nil {
		return ""
	}
	return v
}

// SetValue shows a time; anything that is none empties the field.
func (f *TimeField) SetValue(clock string) {
	v, err := parseClock(clock)
	if err != nil {
		v = ""
	}
	f.entry.SetText(v)
}

// step moves to the next quarter of an hour in a direction, within the day.
func (f *TimeField) step(minutes int) {
	v := f.Value()
	if v == "" {
		return
	}
	hour, _ := strconv.Atoi(v[:2])
	minute, _ := strconv.Atoi(v[3:])
	now := hour*60 + minute
	to := now + minutes - now%15
	if minutes < 0 && now%15 != 0 {
		to = now - now%15
	}
	if to >= 0 && to < 24*60 {
		f.entry.SetText(fmt.Sprintf("%02d:%02d", to/60, to%60))
	}
}

// Enable implements Field.
func (f *TimeField) Enable() { f.entry.Enable() }

// Disable implements Field.
func (f *TimeField) Disable() { f.entry.Disable() }

// Disabled implements Field.
func (f *TimeField) Disabled() bool { return f.entry.Disabled() }

// Check implements Field.
func (f *TimeField) Check() error {
	if strings.TrimSpace(f.entry.Text) == "" {
		if f.optional {
			return nil
		}
		return badInput("Enter a time.", nil)
	}
	if f.Value() == "" {
		return badInput("“{{.Text}}” is not a time. Write it like 9:30 or 21:30.", map[string]any{"Text": f.entry.Text})
	}
	return nil
}

// State implements Field.
func (f *TimeField) State() string {
	if v := f.Value(); v != "" {
		return v
	}
	return f.entry.Text
}

// FocusTarget implements Field.
func (f *TimeField) FocusTarget() fyne.Focusable { return f.entry }

// CreateRenderer is called by Fyne.
func (f *TimeField) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewHBox(
		container.NewGridWrap(fyne.NewSize(110, f.entry.MinSize().Height), f.entry)))
}

var errClock = errors.New("not a time of day")

// parseClock reads a time of day as people type it into "15:04".
func parseClock(s string) (string, error) {
	s = strings.ToLower(strings.TrimSpace(s))
	s, half := cutHalf(s)
	parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(":.,h ", r) })
	if len(parts) == 1 && len(parts[0]) > 2 && len(parts[0]) <= 4 {
		cut := len(parts[0]) - 2
		parts = []string{parts[0][:cut], parts[0][cut:]}
	}
	if len(parts) == 1 {
		parts = append(parts, "00")
	}
	if len(parts) != 2 || len(parts[0]) > 2 || len(parts[1]) != 2 {
		return "", errClock
	}
	hour, errHour := strconv.ParseUint(parts[0], 10, 8)
	minute, errMinute := strconv.ParseUint(parts[1], 10, 8)
	if errHour != nil || errMinute != nil || minute > 59 {
		return "", errClock
	}
	if half != "" {
		if hour < 1 || hour > 12 {
			return "", errClock
		}
		hour %= 12
		if half == "p" {
			hour += 12
		}
	}
	if hour > 23 {
		return "", errClock
	}
	return fmt.Sprintf("%02d:%02d", hour, minute), nil
}

// cutHalf takes "am" or "pm", however dotted, off the end.
func cutHalf(s string) (rest, half string) {
	for _, suffix := range []string{"a.m.", "p.m.", "am", "pm", "a", "p"} {
		if rest, ok := strings.CutSuffix(s, suffix); ok {
			return strings.TrimSpace(rest), suffix[:1]
		}
	}
	return s, ""
}

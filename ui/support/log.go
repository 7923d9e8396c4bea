package support

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"latchkey/ui/listdetail"
	"latchkey/ui/widgets"
)

// LogDeps is what the log needs of the program.
type LogDeps struct {
	Win      fyne.Window
	Dispatch widgets.Dispatcher
	Read     func(ctx context.Context) ([]Line, error) // the last lines, oldest first; away from the UI thread
	Folder   func()                                    // opens the folder that it is in
	Copy     func(text string)
	Copied   func(lines int) // says so
}

// logSheet shows the last lines of the log, newest first.
type logSheet struct {
	deps    LogDeps
	all     []Line
	list    *listing
	tabs    *widgets.TabStrip
	none    *widgets.Text
	content *fyne.Container
}

// ShowLog opens the log over the window.
func ShowLog(deps LogDeps) {
	deps.Dispatch.Go(func(ctx context.Context) {
		lines, err := deps.Read(ctx)
		if ctx.Err() != nil {
			return
		}
		deps.Dispatch.Do(func() {
			if err != nil {
				widgets.ShowProblem(deps.Win, err)
				return
			}
			newLogSheet(deps, lines).open()
		})
	})
}

func newLogSheet(deps LogDeps, lines []Line) *logSheet {
	s := &logSheet{deps: deps, all: lines, list: newListing(), none: widgets.Muted("")}
	s.tabs = widgets.NewTabStrip(func(int) { s.show() }, lang.L("All lines"), lang.L("Problems"))
	s.content = listdetail.Stack(8, s.tabs, s.list.box, s.none)
	s.show()
	return s
}

func (s *logSheet) open() {
	widgets.ShowSheet(s.deps.Win, widgets.SheetSpec{
		Title: lang.L("The log of the program"), Content: s.content,
		Buttons: []*widgets.Button{
			widgets.NewButton(lang.L("Open the folder"), s.deps.Folder),
			widgets.NewButton(lang.L("Copy"), s.copy),
		},
	})
	s.deps.Win.Canvas().Focus(s.tabs)
}

// wanted are the lines that the tab chooses, oldest first.
func (s *logSheet) wanted() []Line {
	if s.tabs.At() == 0 {
		return s.all
	}
	var bad []Line
	for _, l := range s.all {
		if l.Bad {
			bad = append(bad, l)
		}
	}
	return bad
}

func (s *logSheet) show() {
	lines := s.wanted()
	newest := make([]Line, 0, len(lines))
	for i := len(lines) - 1; i >= 0; i-- {
		newest = append(newest, lines[i])
	}
	s.list.set(newest)
	s.list.list.ScrollToTop()
	switch {
	case len(newest) > 0:
		s.none.SetText(lang.L("The newest line is on top. What is copied may hold names: look before you send it."))
	case s.tabs.At() == 0:
		s.none.SetText(lang.L("Nothing has been written yet."))
	default:
		s.none.SetText(lang.L("No problem is in the last lines of the log."))
	}
}

// copy takes what is in sight, in the order in which it was written.
func (s *logSheet) copy() {
	lines := s.wanted()
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(l.Text + "\n")
	}
	s.deps.Copy(b.String())
	s.deps.Copied(len(lines))
}

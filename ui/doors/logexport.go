package doors

import (
	"context"
	"errors"
	"path/filepath"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/store/exchange"
	"latchkey/ui/desk"
	"latchkey/ui/listdetail"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// export asks where to and writes the lines that the filter and the words
// choose, all of them.
func (v *logView) export() {
	desk.Load(v.desk, func(ctx context.Context) (store.Space, error) {
		return v.desk.Store.Space(ctx, v.desk.Space())
	}, v.askExport)
}

func (v *logView) askExport(s store.Space) {
	day := string(store.DateOf(v.desk.Now(), v.zone))
	widgets.ShowSave(v.desk.Win, widgets.SaveSpec{
		Title: lang.L("Export the log"), Folder: v.folder, Dispatcher: v.desk.Dispatch,
		Name: lang.L("{{.Space}} log {{.Date}}", map[string]any{"Space": s.Name, "Date": day}), Ending: ".csv",
		OnChosen: func(path string) { v.exportTo(path, v.wish.filter(s.ID, s.Location())) },
	})
}

func (v *logView) exportTo(path string, f store.LogFilter) {
	v.folder = filepath.Dir(path)
	f.Limit = 0
	d := v.desk
	shown := widgets.ShowProgress(d.Win, lang.L("Writing the log"))
	d.Dispatch.Go(func(ctx context.Context) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		d.Dispatch.Do(func() { shown.OnCancel(cancel) })
		written, err := exchange.SaveLog(ctx, path, d.Store, f.Space, exchange.LogExport{
			Filter: f, Words: words.Sentence,
			Progress: func(done, total int) { d.Dispatch.Do(func() { shown.Set(done, total) }) },
		})
		d.Dispatch.Do(func() {
			shown.Close()
			switch {
			case errors.Is(err, context.Canceled): // the desk wanted it so
			case err != nil:
				widgets.ShowProblem(d.Win, err)
			default:
				v.exported(path, written)
			}
		})
	})
}

// exported says what is in the file, and what to keep to prove it.
func (v *logView) exported(path string, w exchange.LogWritten) {
	clipboard := fyne.CurrentApp().Clipboard()
	parts := []fyne.CanvasObject{
		widgets.NewParagraph(lang.N("{{.Count}} lines of the log are in {{.File}}.", w.Lines, map[string]any{"Count": words.Number(w.Lines), "File": path}), ""),
		widgets.KeyValues(
			widgets.PairText(lang.L("Lines of the whole log"), strconv.FormatInt(w.Head.Line, 10)),
			widgets.Pair{Key: lang.L("Log ends with"), Value: listdetail.Stack(0, hashLines(w.Head.Hash)...)}),
		widgets.NewParagraph(lang.L("Keep these two in another place: whoever has them can tell later whether a line of the log was changed or taken out."), theme.ColorMuted),
	}
	for i, p := range parts {
		parts[i] = ofWidth(p)
	}
	widgets.ShowContent(v.desk.Win, lang.L("The log was exported"), listdetail.Stack(12, parts...),
		widgets.NewButton(lang.L("Copy"), func() { clipboard.SetContent(strconv.FormatInt(w.Head.Line, 10) + " " + w.Head.Hash) }))
}

// hashLines divides a hash into lines that have room beside their name.
func hashLines(hash string) []fyne.CanvasObject {
	const most = 32
	var lines []fyne.CanvasObject
	for len(hash) > most {
		lines = append(lines, widgets.NewText(hash[:most], widgets.TextStyle{}))
		hash = hash[most:]
	}
	return append(lines, widgets.NewText(hash, widgets.TextStyle{}))
}

package startup

import (
	"bytes"
	"fmt"
	"os"
	"testing"
	"text/tabwriter"
)

// figure is one line of the table that is printed.
type figure struct {
	what, measured, against string
	ratio                   float64
	limit                   float64 // of the ratio; 0: none
}

func (f figure) row() string {
	limit, kept := "", ""
	if f.limit != 0 {
		limit, kept = fmt.Sprintf("%.3g", f.limit), "kept"
		if f.ratio > f.limit {
			kept = "MISSED"
		}
	}
	return fmt.Sprintf("%s\t%s\t%s\t%.2f\t%s\t%s", f.what, f.measured, f.against, f.ratio, limit, kept)
}

// figures are the lines in their order.
type figures []figure

// report has the benchmark show how near its figures come to their limits: 1 is
// the limit.
func (f figures) report(b *testing.B) {
	nearest := 0.0
	for _, line := range f {
		if line.limit != 0 {
			nearest = max(nearest, line.ratio/line.limit)
		}
	}
	b.ReportMetric(nearest, "of-limit")
	b.ReportMetric(0, "ns/op")
}

// print writes the table into a file, or where none is named to where the
// benchmark says the rest.
func (f figures) print(file string) error {
	var text bytes.Buffer
	w := tabwriter.NewWriter(&text, 0, 0, 3, ' ', 0)
	fmt.Fprintln(w, "figure\tmeasured\tcompared to\tratio\tat most\t")
	for _, line := range f {
		fmt.Fprintln(w, line.row())
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if file != "" {
		return os.WriteFile(file, text.Bytes(), 0o600)
	}
	_, err := os.Stdout.Write(text.Bytes())
	return err
}

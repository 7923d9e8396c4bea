package engine

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"testing"
	"text/tabwriter"
	"time"
)

// figure is one line of the table that `make bench` prints.
type figure struct {
	what     string
	measured string
	against  string  // what it is compared to
	ratio    float64 // 0: nothing is compared
	limit    float64 // of the ratio; 0: none
}

// kept tells whether the figure is within its limit.
func (f figure) kept() bool { return f.limit == 0 || f.ratio <= f.limit }

func (f figure) row() string {
	ratio, limit, kept := "", "", ""
	if f.ratio != 0 {
		ratio = fmt.Sprintf("%.2f", f.ratio)
	}
	if f.limit != 0 {
		limit, kept = fmt.Sprintf("%.3g", f.limit), "kept"
	}
	if !f.kept() {
		kept = "MISSED"
	}
	return fmt.Sprintf("%s\t%s\t%s\t%s\t%s\t%s", f.what, f.measured, f.against, ratio, limit, kept)
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

// samples are times that the same thing took.
type samples []time.Duration

// time adds how much of the processor f takes.
func (s *samples) time(f func()) {
	began := cpu()
	f()
	*s = append(*s, cpu()-began)
}

// at is the time that a part of the samples keeps within: 0.5 for the median.
func (s samples) at(part float64) time.Duration {
	sorted := slices.Sorted(slices.Values(s))
	return sorted[min(int(part*float64(len(sorted))), len(sorted)-1)]
}

func (s samples) median() time.Duration { return s.at(0.5) }

func (s samples) sum() (all time.Duration) {
	for _, d := range s {
		all += d
	}
	return all
}

func ratio[T time.Duration | int](a, b T) float64 { return float64(a) / float64(b) }

func short(d time.Duration) string {
	switch {
	case d < 100*time.Millisecond:
		return fmt.Sprintf("%.1f ms", float64(d)/1e6)
	case d < time.Second:
		return fmt.Sprintf("%.0f ms", float64(d)/1e6)
	case d < 2*time.Minute:
		return fmt.Sprintf("%.1f s", d.Seconds())
	case d < 2*time.Hour:
		return fmt.Sprintf("%.0f min", d.Minutes())
	case d < 72*time.Hour:
		return fmt.Sprintf("%.1f h", d.Hours())
	}
	return fmt.Sprintf("%.1f days", d.Hours()/24)
}

package kssim

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Names of faults that more than one place knows.
const (
	faultTLS         = "tls"
	faultPageDoubled = "page-doubled"
)

// faultNames lists faultKinds for people.
var faultNames = []string{
	"429", "500", "502", "503", "not-found", "html", "delay", "slow", "truncated",
	"page-missing", faultPageDoubled, "reset-before", "reset-after", "skew", faultTLS,
}

// FaultNames are the names that Rule.Fault can have.
func FaultNames() []string { return slices.Clone(faultNames) }

// faultKind is a fault that a rule can name.
type faultKind struct {
	takes []string // the parameters that it knows
	make  func(r Rule, now time.Time) Fault
}

var faultKinds = map[string]faultKind{
	"429":            {[]string{"retry_after", "date"}, tooMany},
	"500":            {nil, always(Fault{Status: 500, Header: jsonHeader, Body: `{"ErrorCode":"2201","Message":"Internal error"}`})},
	"502":            {nil, always(gateway(http.StatusBadGateway))},
	"503":            {[]string{"retry_after", "date"}, unavailable},
	"not-found":      {nil, always(Fault{Status: http.StatusNotFound})},
	"html":           {nil, always(Fault{HTML: true})},
	"delay":          {[]string{"for"}, func(r Rule, _ time.Time) Fault { return Fault{Delay: r.span(r.For, 5*time.Second)} }},
	"slow":           {[]string{"for"}, func(r Rule, _ time.Time) Fault { return Fault{Slow: r.span(r.For, 10*time.Second)} }},
	"truncated":      {[]string{"bytes", "reset"}, truncated},
	"page-missing":   {nil, always(Fault{Page: PageMissing})},
	faultPageDoubled: {nil, always(Fault{Page: PageDoubled})},
	"reset-before":   {nil, always(Fault{Drop: DropBefore})},
	"reset-after":    {nil, always(Fault{Drop: DropAfter})},
	"skew":           {[]string{"by"}, func(r Rule, _ time.Time) Fault { return Fault{Skew: r.span(r.By, time.Hour)} }},
	faultTLS:         {nil, always(Fault{TLS: true})},
}

func always(f Fault) func(Rule, time.Time) Fault {
	return func(Rule, time.Time) Fault { return f }
}

// The bodies are guesses: no such answer of the real service was seen. 502, 503
// and 429 come from what stands before an API, so they are not in its shape.
var (
	jsonHeader = http.Header{"Content-Type": {"application/json; charset=utf-8"}}
	htmlHeader = http.Header{"Content-Type": {"text/html; charset=utf-8"}}
)

func gateway(status int) Fault {
	title := strconv.Itoa(status) + " " + http.StatusText(status)
	return Fault{Status: status, Header: htmlHeader, Body: "<html>\r\n<head><title>" + title + "</title></head>\r\n" +
		"<body>\r\n<center><h1>" + title + "</h1></center>\r\n<hr><center>gateway</center>\r\n</body>\r\n</html>\r\n"}
}

func unavailable(r Rule, now time.Time) Fault {
	return r.withRetryAfter(gateway(http.StatusServiceUnavailable), now)
}

func tooMany(r Rule, now time.Time) Fault {
	return r.withRetryAfter(Fault{Status: http.StatusTooManyRequests}, now)
}

func (r Rule) withRetryAfter(f Fault, now time.Time) Fault {
	if r.RetryAfter == "" {
		return f
	}
	value := r.RetryAfter
	if r.Date {
		seconds, _ := strconv.Atoi(value) // checkFault has read it
		value = now.Add(time.Duration(seconds) * time.Second).Format(http.TimeFormat)
	}
	f.Header = f.Header.Clone()
	if f.Header == nil {
		f.Header = http.Header{}
	}
	f.Header.Set("Retry-After", value)
	return f
}

func truncated(r Rule, _ time.Time) Fault {
	f := Fault{Cut: CutClean, Keep: r.Bytes}
	if r.Reset {
		f.Cut = CutLost
	}
	return f
}

// span reads a duration that checkFault has seen.
func (r Rule) span(text string, otherwise time.Duration) time.Duration {
	if d, err := time.ParseDuration(text); err == nil {
		return d
	}
	return otherwise
}

// checkFault looks at the name of the fault and at its parameters.
func (r Rule) checkFault() error {
	kind, ok := faultKinds[r.Fault]
	if !ok {
		return fmt.Errorf("fault %q is not known: write %s", r.Fault, orList(faultNames))
	}
	for _, name := range r.parameters() {
		if !slices.Contains(kind.takes, name) {
			return fmt.Errorf("fault %q takes no %s%s", r.Fault, name, kind.hint())
		}
	}
	if d, err := time.ParseDuration(r.For); r.For != "" && (err != nil || d <= 0) {
		return fmt.Errorf("for %q is no duration: write one such as 2s or 1m30s", r.For)
	}
	if d, err := time.ParseDuration(r.By); r.By != "" && (err != nil || d == 0) {
		return fmt.Errorf("by %q is no duration: write one such as 26h, or -10m for a clock that is behind", r.By)
	}
	return r.checkRetryAfter()
}

// aYear bounds retry_after, so that the date stays one.
const aYear = 366 * 24 * 60 * 60

func (r Rule) checkRetryAfter() error {
	if r.RetryAfter == "" {
		if r.Date {
			return errors.New(`date goes with retry_after, as in "retry_after":"30","date":true`)
		}
		return nil
	}
	if n, err := strconv.Atoi(r.RetryAfter); err != nil || n < 0 || n > aYear {
		return fmt.Errorf("retry_after %q is no number of seconds, such as 30; a date comes with \"date\":true", r.RetryAfter)
	}
	return nil
}

// parameters names those that are given.
func (r Rule) parameters() []string {
	var given []string
	for _, p := range []struct {
		name string
		set  bool
	}{
		{"retry_after", r.RetryAfter != ""}, {"date", r.Date}, {"for", r.For != ""},
		{"by", r.By != ""}, {"bytes", r.Bytes != 0}, {"reset", r.Reset},
	} {
		if p.set {
			given = append(given, p.name)
		}
	}
	return given
}

func (k faultKind) hint() string {
	if len(k.takes) == 0 {
		return ""
	}
	return ", only " + strings.Join(k.takes, " and ")
}

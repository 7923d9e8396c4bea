package kssim

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Fault is what goes wrong with one request; the zero value is nothing. Where
// several fields are set they happen in this order: TLS, Delay, DropBefore,
// then one of Status, HTML and Page, DropAfter, then Skew, Slow and Cut.
type Fault struct {
	// TLS fails the handshake with a certificate that nobody trusts: the
	// request is never sent. It exists in memory only, because on a port the
	// certificate comes before the request.
	TLS bool
	// Delay passes before anything is applied, by the system's time and not by
	// the Sim's clock. When the client gives up meanwhile, nothing is applied.
	Delay time.Duration
	// Drop cuts the connection without an answer.
	Drop Drop
	// Status, if not 0, is answered with Header and Body instead of serving
	// the request: nothing is applied.
	Status int
	Header http.Header
	Body   string
	// HTML answers with the page of a hotel's portal: nothing is applied.
	HTML bool
	// Page leaves out, or repeats, a page of the list that is asked for. An
	// answer that is no list stays as it is.
	Page PageFault
	// Skew is how far the header Date is ahead of the Sim's clock; behind it
	// when negative. Nothing else is off.
	Skew time.Duration
	// Slow is how long the body takes, which comes in pieces after the header;
	// by the system's time. What was asked for is applied by then.
	Slow time.Duration
	// Cut ends the body too early, after Keep bytes, or after half of them
	// when Keep is 0. At least one byte is lost.
	Cut  Cut
	Keep int
}

// Drop says whether, and when, the connection is cut. On a port, net/http's
// client asks by itself once more for a GET that is lost on a connection which
// had served before.
type Drop int

// The ways to lose a connection.
const (
	DropNot    Drop = iota // answer as usual
	DropBefore             // the request is lost: nothing is applied
	DropAfter              // the request is applied and the answer is lost
)

// PageFault says what is wrong with a page of a list.
type PageFault int

// The ways in which a list goes wrong while it is read page by page.
const (
	PageAsIs    PageFault = iota
	PageMissing           // its items are skipped, and its next link goes on
	PageDoubled           // its next link gives the same page once more
)

// Cut says how a body ends too early.
type Cut int

// The ways to end a body.
const (
	CutNot   Cut = iota
	CutClean     // the answer ends as if it were whole
	CutLost      // the connection is lost in the middle
)

// String names what goes wrong, by the names that a script knows (a Status by
// its number); it is empty for nothing.
func (f Fault) String() string {
	var names []string
	add := func(happens bool, name string) {
		if happens {
			names = append(names, name)
		}
	}
	add(f.TLS, "tls")
	add(f.Delay > 0, "delay")
	add(f.Drop == DropBefore, "reset-before")
	add(f.Status != 0, strconv.Itoa(f.Status))
	add(f.HTML, "html")
	add(f.Page == PageMissing, "page-missing")
	add(f.Page == PageDoubled, "page-doubled")
	add(f.Drop == DropAfter, "reset-after")
	add(f.Skew != 0, "skew")
	add(f.Slow > 0, "slow")
	add(f.Cut != CutNot, "truncated")
	return strings.Join(names, "+")
}

// Network is a lasting disturbance of everything but the control side.
type Network struct {
	Offline bool `json:"offline"` // connections are cut before anything is applied
	HTML    bool `json:"html"`    // API calls get 200 text/html, as from a hotel's portal
}

// SetNetwork replaces the disturbance.
func (s *Sim) SetNetwork(n Network) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.network = n
}

// Network returns the disturbance in force.
func (s *Sim) Network() Network {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.network
}

// SetOnRequest replaces Config.OnRequest; nil ends its faults.
func (s *Sim) SetOnRequest(hook func(Request) Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cfg.OnRequest = hook
}

// faultFor asks the hook, which may itself call the Sim, and then the script.
// It notes in the request what was found. Only where there is a handshake of
// the Sim's own can TLS fail.
func (s *Sim) faultFor(r *Request, handshake bool) Fault {
	s.mu.Lock()
	hook := s.cfg.OnRequest
	s.mu.Unlock()
	if hook != nil {
		fault := hook(*r)
		fault.TLS = fault.TLS && handshake
		if r.again && fault.Page == PageDoubled {
			fault.Page = PageAsIs
		}
		if name := fault.String(); name != "" {
			r.Fault = name
			return fault
		}
	}
	fault, rule := s.script.next(*r, handshake, s.now())
	r.Fault, r.Rule = rule.Fault, rule.ID
	return fault
}

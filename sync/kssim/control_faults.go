package kssim

import (
	"io"
	"net/http"
)

// faultHelp lists the routes of this file, for people.
const faultHelp = `
Faults, by rules. The first rule that takes a request decides.
  GET    /_sim/faults                   {"rules":[…]} in their order, with hits
  POST   /_sim/faults                   add a rule, a list of rules, or {"preset":NAME,"seed":n}
  DELETE /_sim/faults[?id=ID]           remove one, or all

  A rule: {"on":"POST /v1.2/sites/*/users","times":2,"fault":"429","retry_after":"30"}
    on      a method (or * for any), a space, and a path in which * stands for any
            characters but / and ** for any number of segments: GET /v1.2/**. Without
            a method: any. Without on: every request
    only    "writes" or "reads" of the API, "api" or "identity"
    after   so many requests pass first; then
    every   it is the turn of each n-th,
    chance  in so many of 1 cases (0.05: one in twenty; "seed" repeats them),
    times   and so often at most; without times, until the rule is removed
    id      a name for it; else it gets a number
    fault   429 and 503: with "retry_after":"30" (seconds), and as a date with "date":true
            500, 502, not-found (404 and no body), html (a hotel's page)
            delay: nothing happens "for":"5s", then all is well; slow: the body takes
            "for":"10s"
            truncated: half of the body, or so many "bytes"; with "reset":true the
            connection is lost then
            page-missing, page-doubled: of a list that comes in pages
            reset-before, reset-after: the connection is lost before or after the
            request was applied
            skew: the header Date is off "by":"26h" (or "-10m")
            tls: a certificate that nobody trusts; in memory only, see --tls
  Presets: busy (429 again and again), hotel (a web page for everything), identity down
  (404), lossy (one write in five loses its answer), rough day (a little of everything)
`

func (s *Sim) addFaultControls(mux *http.ServeMux) {
	mux.HandleFunc("GET /_sim/faults", s.controlFaults)
	mux.HandleFunc("POST /_sim/faults", s.controlAddFaults)
	mux.HandleFunc("DELETE /_sim/faults", s.controlClearFaults)
}

func (s *Sim) controlFaults(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, map[string]any{"rules": s.Faults()})
}

func (s *Sim) controlAddFaults(w http.ResponseWriter, r *http.Request) {
	data, err := io.ReadAll(r.Body)
	if err != nil {
		controlError(w, http.StatusBadRequest, "The body cannot be read or is too large.")
		return
	}
	rules, err := ReadFaults(data)
	if err == nil && !cameInMemory(r) {
		err = CheckForPort(rules)
	}
	if err == nil {
		rules, err = s.script.add(rules)
	}
	if err != nil {
		controlError(w, http.StatusBadRequest, "No rule was added: "+err.Error()+".")
		return
	}
	writeJSON(w, http.StatusOK, map[string]any{"rules": rules})
}

func (s *Sim) controlClearFaults(w http.ResponseWriter, r *http.Request) {
	id, one := r.URL.Query()["id"]
	switch {
	case !one:
		s.ClearFaults()
	case !s.RemoveFault(id[0]):
		controlError(w, http.StatusNotFound, "There is no rule \""+id[0]+"\"; GET /_sim/faults lists them.")
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

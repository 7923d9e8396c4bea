package kssim

import (
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"time"
)

// ControlHelp lists the control routes, for people.
const ControlHelp = `Control routes (JSON, no sign-in, from this computer only; not part of SALTO KS):
` + doorHelp + siteHelp + faultHelp + `
  GET    /_sim/network                  {"offline":bool,"html":bool}
  POST   /_sim/network                  offline cuts all connections to KS and identity;
                                        html answers every API call with a web page
  GET    /_sim/requests[?writes=1&on=P] requests that arrived: {"count":n,"requests":[…]};
                                        P: a pattern as of faults, such as POST /v1.2/**
  DELETE /_sim/requests                 forget them
  GET    /_sim/clock                    {"now":T,"real":bool}
  POST   /_sim/clock                    {"now":T} stops it there; {"advance":"1h30m"};
                                        {"real":true} goes back to the system's time
`

func (s *Sim) newControlRoutes() http.Handler {
	mux := http.NewServeMux()
	s.addDoorControls(mux)
	s.addSiteControls(mux)
	s.addFaultControls(mux)
	mux.HandleFunc("GET /_sim/network", s.controlNetwork)
	mux.HandleFunc("POST /_sim/network", s.controlSetNetwork)
	mux.HandleFunc("GET /_sim/requests", s.controlRequests)
	mux.HandleFunc("DELETE /_sim/requests", s.controlForget)
	mux.HandleFunc("GET /_sim/clock", s.controlClock)
	mux.HandleFunc("POST /_sim/clock", s.controlSetClock)
	return fromHere(mux)
}

// fromHere refuses what a web page of somebody else asks for in a browser on
// this computer, also by a name of its own for this computer: the control side
// knows no password.
func fromHere(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		origin := r.Header.Get("Origin")
		if origin != "" && origin != baseURL(r) || r.RemoteAddr != "" && !namesThisComputer(r.Host) {
			controlError(w, http.StatusForbidden, "The control routes are not for other web pages.")
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (s *Sim) controlRequests(w http.ResponseWriter, r *http.Request) {
	shown, err := s.RequestsOn(r.URL.Query().Get("on"))
	if err != nil {
		controlError(w, http.StatusBadRequest, "The pattern cannot be used: "+err.Error()+".")
		return
	}
	if r.URL.Query().Get("writes") == "1" {
		shown = without(shown, func(req Request) bool { return !req.IsWrite() })
	}
	if shown == nil {
		shown = []Request{}
	}
	writeJSON(w, http.StatusOK, map[string]any{"count": len(shown), "requests": shown})
}

func (s *Sim) controlForget(w http.ResponseWriter, _ *http.Request) {
	s.ResetRequests()
	w.WriteHeader(http.StatusNoContent)
}

func (s *Sim) controlClock(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, s.clockAnswer())
}

func (s *Sim) clockAnswer() map[string]any {
	return map[string]any{"now": s.now(), "real": s.clock != nil && s.clock.IsReal()}
}

func (s *Sim) controlSetClock(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Now     *time.Time `json:"now"`
		Advance string     `json:"advance"`
		Real    bool       `json:"real"`
	}
	if !controlBody(w, r, &body) {
		return
	}
	if s.clock == nil {
		controlError(w, http.StatusConflict, "The program that holds the simulation keeps the clock.")
		return
	}
	switch {
	case body.Now != nil:
		s.clock.Set(*body.Now)
	case body.Advance != "":
		d, err := time.ParseDuration(body.Advance)
		if err != nil {
			controlError(w, http.StatusBadRequest, "Write advance as a duration, such as 90s or 1h30m.")
			return
		}
		s.clock.Advance(d)
	case body.Real:
		s.clock.Real()
	default:
		controlError(w, http.StatusBadRequest, "Give now (RFC 3339), advance (a duration) or real (true).")
		return
	}
	s.controlDone(w, s.clockAnswer())
}

func (s *Sim) controlNetwork(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, s.Network())
}

func (s *Sim) controlSetNetwork(w http.ResponseWriter, r *http.Request) {
	var body Network
	if !controlBody(w, r, &body) {
		return
	}
	s.SetNetwork(body)
	writeJSON(w, http.StatusOK, body)
}

func namesThisComputer(hostPort string) bool {
	host, _, err := net.SplitHostPort(hostPort)
	if err != nil {
		host = hostPort
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// change is a control route that reads its body and changes one thing.
func change[T any](s *Sim, apply func(T) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var body T
		if !controlBody(w, r, &body) {
			return
		}
		if err := apply(body); err != nil {
			controlError(w, http.StatusBadRequest, "Nothing was changed: "+err.Error()+".")
			return
		}
		s.controlDone(w, body)
	}
}

// controlDone answers a change once it is saved.
func (s *Sim) controlDone(w http.ResponseWriter, body any) {
	if s.changed() != nil {
		controlError(w, http.StatusInternalServerError, "The change was applied but could not be saved.")
		return
	}
	writeJSON(w, http.StatusOK, body)
}

// controlBody reads a JSON body, whatever its declared type. It answers for
// itself, and returns false, when it cannot.
func controlBody(w http.ResponseWriter, r *http.Request, into any) bool {
	decoder := json.NewDecoder(r.Body)
	decoder.DisallowUnknownFields()
	err := decoder.Decode(into)
	switch {
	case err == nil:
		return true
	case errors.Is(err, io.EOF):
		controlError(w, http.StatusBadRequest, "The request needs a JSON body.")
	default:
		controlError(w, http.StatusBadRequest, "The JSON body cannot be used: "+err.Error()+".")
	}
	return false
}

func controlError(w http.ResponseWriter, status int, sentence string) {
	writeJSON(w, status, map[string]string{"error": sentence})
}

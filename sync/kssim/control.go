package kssim

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"time"
)

// ControlHelp lists the control routes, for people.
const ControlHelp = `Control routes (JSON, no sign-in; not part of SALTO KS):
  GET    /_sim/can?who=W&door=D[&at=T]  would the door open? {"open":bool,"why":"…"}
                                        W: e-mail, full name, alias, tag number or id
                                        D: door name or id; T: RFC 3339, now if absent
  POST   /_sim/present                  {"who":W,"door":D}: try it now, and log the entry
  GET    /_sim/requests[?writes=1]      requests that arrived: {"count":n,"requests":[…]}
  DELETE /_sim/requests                 forget them
  GET    /_sim/clock                    {"now":T,"real":bool}
  POST   /_sim/clock                    {"now":T} stops it there; {"advance":"1h30m"};
                                        {"real":true} goes back to the system's time
  GET    /_sim/state                    sites with users, groups, doors, schedules
  POST   /_sim/seed                     add a site; same JSON as --site
  POST   /_sim/profile                  {"who":W,"complete":bool}: app profile done or not
  GET    /_sim/network                  {"offline":bool,"html":bool}
  POST   /_sim/network                  offline cuts all connections to KS and identity;
                                        html answers every API call with a web page
  GET    /_sim/invitations              mails that KS sent
`

func (s *Sim) newControlRoutes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /_sim/can", s.controlCan)
	mux.HandleFunc("POST /_sim/present", s.controlPresent)
	mux.HandleFunc("GET /_sim/requests", s.controlRequests)
	mux.HandleFunc("DELETE /_sim/requests", s.controlForget)
	mux.HandleFunc("GET /_sim/clock", s.controlClock)
	mux.HandleFunc("POST /_sim/clock", s.controlSetClock)
	mux.HandleFunc("GET /_sim/state", s.controlState)
	mux.HandleFunc("POST /_sim/seed", s.controlSeed)
	mux.HandleFunc("POST /_sim/profile", s.controlProfile)
	mux.HandleFunc("GET /_sim/network", s.controlNetwork)
	mux.HandleFunc("POST /_sim/network", s.controlSetNetwork)
	mux.HandleFunc("GET /_sim/invitations", s.controlInvitations)
	return mux
}

func (s *Sim) controlCan(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	who, door, at := q.Get("who"), q.Get("door"), s.now()
	if who == "" || door == "" {
		controlError(w, http.StatusBadRequest, "Give who (e-mail, name or tag number) and door.")
		return
	}
	if text := q.Get("at"); text != "" {
		var err error
		if at, err = time.Parse(time.RFC3339, text); err != nil {
			controlError(w, http.StatusBadRequest, "Write at as RFC 3339, such as 2026-10-25T09:00:00+01:00 (with + as %2B).")
			return
		}
	}
	writeJSON(w, http.StatusOK, s.Can(who, door, at))
}

func (s *Sim) controlPresent(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Who  string `json:"who"`
		Door string `json:"door"`
	}
	if !controlBody(w, r, &body) {
		return
	}
	if body.Who == "" || body.Door == "" {
		controlError(w, http.StatusBadRequest, "Give who and door.")
		return
	}
	s.controlDone(w, s.Present(body.Who, body.Door))
}

func (s *Sim) controlRequests(w http.ResponseWriter, r *http.Request) {
	shown := s.Requests()
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

func (s *Sim) controlState(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, s.Snapshot())
}

func (s *Sim) controlSeed(w http.ResponseWriter, r *http.Request) {
	var def Site
	if !controlBody(w, r, &def) {
		return
	}
	if err := s.AddSite(def); err != nil {
		controlError(w, http.StatusBadRequest, "The site was not added: "+err.Error()+".")
		return
	}
	s.controlDone(w, map[string]string{"id": fixedID("site", def.UID)})
}

func (s *Sim) controlProfile(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Who      string `json:"who"`
		Complete bool   `json:"complete"`
	}
	if !controlBody(w, r, &body) {
		return
	}
	if err := s.SetProfile(body.Who, body.Complete); err != nil {
		controlError(w, http.StatusNotFound, "Nothing was changed: "+err.Error()+".")
		return
	}
	s.controlDone(w, body)
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

func (s *Sim) controlInvitations(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, map[string]any{"invitations": s.Invitations()})
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

package kssim

import (
	"net/http"
	"time"
)

const doorHelp = `
Doors
  GET    /_sim/can?who=W&door=D[&at=T]  would the door open? {"open":bool,"why":"…"}
                                        W: e-mail, full name, alias, tag number, PIN or id
                                        D: door name or id; T: RFC 3339, now if absent
  POST   /_sim/present                  {"who":W,"door":D,"phone":bool}: try it now, and log the
                                        entry; phone: not by the tag that the person has
  POST   /_sim/leave                    {"door":D}: open it from inside by the handle
  POST   /_sim/door                     {"door":D,"linked":bool,"office_mode":bool,
                                        "easy_office":bool,"privacy":bool}; what is given changes
  POST   /_sim/iq                       {"iq":NAME,"online":bool}
  POST   /_sim/register                 {"door":D} lets the lock take in tags for two minutes;
                                        {"door":D,"tag":NUMBER} holds a new tag to it
  POST   /_sim/past                     {"days":31,"seed":1}: have people come and go from so many
                                        days ago, or from the last call, until now: {"entries":n}
`

func (s *Sim) addDoorControls(mux *http.ServeMux) {
	mux.HandleFunc("GET /_sim/can", s.controlCan)
	mux.HandleFunc("POST /_sim/present", s.controlPresent)
	mux.HandleFunc("POST /_sim/leave", change(s, func(body struct {
		Door string `json:"door"`
	}) error {
		return s.Leave(body.Door)
	}))
	mux.HandleFunc("POST /_sim/door", change(s, s.SetDoor))
	mux.HandleFunc("POST /_sim/iq", change(s, func(body struct {
		IQ     string `json:"iq"`
		Online bool   `json:"online"`
	}) error {
		return s.SetIQ(body.IQ, body.Online)
	}))
	mux.HandleFunc("POST /_sim/register", change(s, func(body struct {
		Door string `json:"door"`
		Tag  string `json:"tag"`
	}) error {
		if body.Tag == "" {
			return s.StartRegistration(body.Door)
		}
		return s.Register(body.Tag, body.Door)
	}))
	mux.HandleFunc("POST /_sim/past", s.controlPast)
}

func (s *Sim) controlPast(w http.ResponseWriter, r *http.Request) {
	var body Past
	if !controlBody(w, r, &body) {
		return
	}
	n, err := s.PlayPast(body)
	if err != nil {
		controlError(w, http.StatusBadRequest, "Nothing was changed: "+err.Error()+".")
		return
	}
	s.controlDone(w, map[string]int{"entries": n})
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
		Who   string `json:"who"`
		Door  string `json:"door"`
		Phone bool   `json:"phone"`
	}
	if !controlBody(w, r, &body) {
		return
	}
	if body.Who == "" || body.Door == "" {
		controlError(w, http.StatusBadRequest, "Give who and door.")
		return
	}
	present := s.Present
	if body.Phone {
		present = s.PresentPhone
	}
	s.controlDone(w, present(body.Who, body.Door))
}

package kssim

import (
	"encoding/json"
	"net/http"
)

const siteHelp = `
Sites and people
  GET    /_sim/state                    sites with doors, users, groups, tags and the newest entries
  POST   /_sim/seed                     add a site; same JSON as --site
  POST   /_sim/site                     {"site":NAME,"released":bool,"subscription_valid":bool,
                                        "seats":n,"retention_days":n,"account_role":CODE}; the first
                                        site without a name; the role "" takes the account off the site
  POST   /_sim/admin                    {"do":DO,"who":W,"group":G,"door":D,"tag":NUMBER,"name":N,
                                        "email":E,"site":S}: what an admin does by hand in KS; on the
                                        first site that has it all without site. DO: add-user, block,
                                        unblock, suspend, subscribe, delete-user, rename-user, give-tag, take-tag,
                                        add-member, remove-member, add-door, remove-door, widen,
                                        close, rename-group, delete-group
  POST   /_sim/profile                  {"who":W,"complete":bool}: app profile done or not
  GET    /_sim/invitations              mails that KS sent
  GET    /_sim/readings                 how the unknowns of SALTO KS are read now
  POST   /_sim/readings                 {"late":"45s","members":"user_id",…} changes some
  GET    /_sim/choices                  readings, presets of faults and roles, with what they mean
`

func (s *Sim) addSiteControls(mux *http.ServeMux) {
	mux.HandleFunc("GET /_sim/state", s.controlState)
	mux.HandleFunc("POST /_sim/seed", s.controlSeed)
	mux.HandleFunc("POST /_sim/site", change(s, s.SetSite))
	mux.HandleFunc("POST /_sim/admin", change(s, s.Admin))
	mux.HandleFunc("POST /_sim/profile", change(s, func(body struct {
		Who      string `json:"who"`
		Complete bool   `json:"complete"`
	}) error {
		return s.SetProfile(body.Who, body.Complete)
	}))
	mux.HandleFunc("GET /_sim/invitations", s.controlInvitations)
	mux.HandleFunc("GET /_sim/readings", func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, http.StatusOK, s.Readings())
	})
	mux.HandleFunc("POST /_sim/readings", s.controlSetReadings)
	mux.HandleFunc("GET /_sim/choices", s.controlChoices)
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

func (s *Sim) controlSetReadings(w http.ResponseWriter, r *http.Request) {
	var body json.RawMessage
	if !controlBody(w, r, &body) {
		return
	}
	readings := s.Readings()
	if err := readings.Change(body); err != nil {
		controlError(w, http.StatusBadRequest, "Nothing was changed: "+err.Error()+".")
		return
	}
	if err := s.SetReadings(readings); err != nil {
		controlError(w, http.StatusBadRequest, "Nothing was changed: "+err.Error()+".")
		return
	}
	writeJSON(w, http.StatusOK, s.Readings())
}

func (s *Sim) controlInvitations(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, map[string]any{"invitations": s.Invitations()})
}

package kssim

import (
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strconv"

	"github.com/google/uuid"
)

// apiError is an answer of the API that says no, in the shape of v1.x.
type apiError struct {
	Status  int
	Code    int // 0 for none
	Message string
}

func (e *apiError) Error() string { return fmt.Sprintf("%d/%d: %s", e.Status, e.Code, e.Message) }

func (e *apiError) write(w http.ResponseWriter) { e.writeAs(w, Readings{}) }

func (e *apiError) writeAs(w http.ResponseWriter, r Readings) {
	body, status := map[string]any{"Message": e.Message}, e.Status
	switch {
	case e.Code == 0:
	case r.NumericCodes:
		body["ErrorCode"] = e.Code
	default:
		body["ErrorCode"] = strconv.Itoa(e.Code)
	}
	if r.ErrorsIn200 && e.Code != 0 {
		status = http.StatusOK
	}
	writeJSON(w, status, body)
}

func errInvalidRequest(message string) error { return &apiError{http.StatusBadRequest, 1100, message} }
func errValue(message string) error          { return &apiError{http.StatusBadRequest, 1101, message} }
func errOData(message string) error          { return &apiError{http.StatusBadRequest, 1102, message} }
func errNotFound(what string) error {
	return &apiError{http.StatusNotFound, 2202, what + " not found"}
}
func errNotAllowed(message string) error { return &apiError{http.StatusForbidden, 2203, message} }

var errInternal = &apiError{http.StatusInternalServerError, 2201, "Internal error"}

// call is one authorized request to the API. The Sim is locked while it runs.
type call struct {
	*Sim
	r    *http.Request
	site *site // nil outside /sites/{site}
}

// reply is a successful answer; a nil body is an empty one.
type reply struct {
	status int
	body   any
}

func ok(body any) (reply, error) { return reply{http.StatusOK, body}, nil }
func empty(status int) reply     { return reply{status: status} }

type endpoint func(*call) (reply, error)

// addAPIRoutes registers every resource on both versions, except entries.
func (s *Sim) addAPIRoutes(mux *http.ServeMux) {
	for _, version := range []string{"/v1.1", "/v1.2"} {
		add := func(method, path string, h endpoint) {
			mux.HandleFunc(method+" "+version+path, s.endpoint(h))
		}
		addSite := func(method, path string, h endpoint) { add(method, "/sites/{site}"+path, onSite(h)) }
		add("GET", "/me", getMe)
		add("GET", "/sites", listSites)
		addSite("GET", "", getSite)
		addSite("GET", "/me", getSiteMe)
		addSite("GET", "/subscription", getSubscription)
		addSite("GET", "/roles", listRoles)
		addSite("GET", "/locks", listLocks)
		addSite("GET", "/locks/{lock}", getLock)
		addSite("GET", "/iqs", listIQs)
		addSite("GET", "/iqs/{iq}", getIQ)
		addTagRoutes(addSite)
		addUserRoutes(addSite)
		addKeyRoutes(addSite)
		addGroupRoutes(addSite)
		addScheduleRoutes(addSite)
	}
	mux.HandleFunc("GET /v1.1/sites/{site}/entries", s.endpoint(onSite(listEntries)))
	mux.HandleFunc("GET /v1.2/sites/{site}/entries", s.endpoint(func(*call) (reply, error) {
		return empty(http.StatusMethodNotAllowed), nil
	}))
	mux.HandleFunc("GET /v1.1/sites/{site}/entries/export", s.endpoint(onSite(exportEntries)))
	mux.HandleFunc("GET /v1.1/sites/{site}/incidents", s.endpoint(onSite(listIncidents)))
	mux.HandleFunc("/v2/", s.endpoint(func(*call) (reply, error) { // measured: not for this scope
		return reply{http.StatusForbidden, map[string]any{
			"type": "https://tools.ietf.org/html/rfc7231#section-6.5.3", "title": "Forbidden", "status": http.StatusForbidden, "traceId": "00-0-0-00",
		}}, nil
	}))
}

// endpoint checks the token, then runs h with the Sim locked.
func (s *Sim) endpoint(h endpoint) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		if reason := s.authorize(r); reason != "" {
			w.Header().Set("WWW-Authenticate", fmt.Sprintf(`Bearer error="invalid_token", error_description="%s"`, reason))
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		answer, err := h(&call{Sim: s, r: r})
		if err != nil {
			asAPIError(err).writeAs(w, s.cfg.Readings)
			return
		}
		s.answer(w, r.Method, answer)
	}
}

// answer writes a success in the shape that the readings say.
func (s *Sim) answer(w http.ResponseWriter, method string, a reply) {
	if s.cfg.Readings.EmptyAnswers && (method == http.MethodPost || method == http.MethodPatch) {
		a = empty(http.StatusNoContent)
	}
	if table, isCSV := a.body.(csvBody); isCSV {
		w.Header().Set("Content-Type", "text/csv; charset=utf-8")
		w.WriteHeader(a.status)
		writeBody(w, string(table))
		return
	}
	if a.body == nil {
		w.WriteHeader(a.status)
		return
	}
	writeJSON(w, a.status, s.cfg.Readings.reshape(a.body))
}

func asAPIError(err error) *apiError {
	var e *apiError
	if errors.As(err, &e) {
		return e
	}
	return errInternal
}

// onSite finds the site of the path and refuses changes that its state forbids.
func onSite(h endpoint) endpoint {
	return func(c *call) (reply, error) {
		id := c.r.PathValue("site")
		if !isUUID(id) { // such as the site UID that is printed on the contract
			return reply{}, errInvalidRequest("The value '" + id + "' is not valid.")
		}
		c.site = first(c.st.Sites, func(si *site) bool { return si.ID == id && si.shownTo(si.AccountID) })
		if c.site == nil {
			return reply{}, errNotFound("Site")
		}
		if err := c.checkRole(); err != nil {
			return reply{}, err
		}
		switch {
		case c.r.Method == http.MethodGet:
			return h(c)
		case !c.site.Released:
			return reply{}, &apiError{http.StatusBadRequest, 2210, "Site is not released"}
		case !c.site.SubscriptionValid:
			return reply{}, &apiError{http.StatusForbidden, 2212, "Site has no valid subscription"}
		}
		c.remember(c.site)
		return h(c)
	}
}

func isUUID(text string) bool {
	_, err := uuid.Parse(text)
	return err == nil && len(text) == 36
}

// decode reads the JSON body of a write. Unknown fields are ignored, as the
// real API ignores them.
func (c *call) decode(into any) error {
	kind, _, err := mime.ParseMediaType(c.r.Header.Get("Content-Type"))
	if err != nil || kind != "application/json" {
		return &apiError{http.StatusUnsupportedMediaType, 1100, "The body must be application/json"}
	}
	if err := json.NewDecoder(c.r.Body).Decode(into); err != nil {
		return errInvalidRequest("The body cannot be read as JSON of the expected shape.")
	}
	return nil
}

// optional tells a field that is absent from one that is null.
type optional[T any] struct {
	Set   bool
	Null  bool
	Value T
}

// UnmarshalJSON implements json.Unmarshaler; it is called for null as well.
func (o *optional[T]) UnmarshalJSON(data []byte) error {
	o.Set = true
	if string(data) == "null" {
		o.Null = true
		return nil
	}
	return json.Unmarshal(data, &o.Value)
}

// assign puts a given value into the target and leaves it alone otherwise.
func assign[T any](target *T, given *T) {
	if given != nil {
		*target = *given
	}
}

func orNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	data, err := json.Marshal(body)
	if err != nil { // only a value that JSON cannot hold, so a mistake in here
		http.Error(w, "The answer cannot be written as JSON.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	writeBody(w, string(data)+"\n")
}

package kssim

import (
	"net/http"
	"reflect"
	"strings"
)

// choices is what there is to choose from on the control side, for a form.
type choices struct {
	Readings []readingChoice `json:"readings"`
	Presets  []presetChoice  `json:"presets"`
	Roles    []roleChoice    `json:"roles"`
}

// readingChoice describes one of the Readings.
type readingChoice struct {
	Name    string   `json:"name"`
	Kind    string   `json:"kind"`              // switch, choice, number or time
	Choices []string `json:"choices,omitempty"` // the first is the one when nothing is chosen
	About   string   `json:"about"`
}

type presetChoice struct {
	Name  string `json:"name"`
	About string `json:"about"`
}

type roleChoice struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

// readingAbout says in half a sentence what a reading does.
var readingAbout = map[string]string{
	"bare_arrays":     "lists are bare arrays, never paged",
	"no_count":        "count is null, also where it is asked for",
	"http_links":      "the link to the next page says http",
	"page_size":       "most items of a page; 0 for 100",
	"empty_answers":   "changes are answered with 204 and no body",
	"deleted_204":     "the deletion of a user is answered with 204",
	"numeric_codes":   "error codes are numbers",
	"errors_in_200":   "a refusal is a 200 with the error inside",
	"members":         "how the people of a group are shown",
	"wrapped_locks":   "the locks of a group are inside a field",
	"more_fields":     "every object has fields that nobody knows",
	"fewer_fields":    "fields that are null are left out",
	"date_style":      "how the dates of a schedule come back",
	"clock_back":      "which hour a date means that comes twice",
	"taken_email":     "the answer to an e-mail address that the site has",
	"silent_seats":    "asking for a seat on a full site seems to work",
	"ignore_names":    "renaming somebody with a profile seems to work",
	"profile_needed":  "no phone opens before the profile is complete",
	"tag_taking":      "what takes a tag from a user",
	"tag_blocking":    "a tag can be blocked by itself",
	"no_tags":         "there are no routes for tags",
	"site_roles":      "each site has role ids of its own",
	"no_rotation":     "one refresh token stays good",
	"strict_rotation": "a refresh token that comes twice ends the sign-in",
	"late":            "how long other routes do not know what is new",
	"late_as":         "the answer meanwhile",
	"late_lists":      "lists do not know it either",
	"linger":          "how long a deleted user is still shown",
	"member_delay":    "how late the doors learn of people",
	"schedule_delay":  "how late the doors learn of groups",
	"notice_delay":    "how late KS shows that an IQ is offline",
}

// presetAbout says what a ready-made script of faults does.
var presetAbout = map[string]string{
	"busy":          "429 again and again",
	"hotel":         "a web page in place of every answer",
	"identity down": "the identity server answers 404",
	"lossy":         "one write in five loses its answer",
	"rough day":     "a little of everything",
}

func (s *Sim) controlChoices(w http.ResponseWriter, _ *http.Request) {
	all := choices{Readings: readingChoices(), Presets: []presetChoice{}, Roles: []roleChoice{}}
	for _, name := range PresetNames() {
		all.Presets = append(all.Presets, presetChoice{name, presetAbout[name]})
	}
	for _, r := range roles {
		all.Roles = append(all.Roles, roleChoice{r.Code, r.Name})
	}
	writeJSON(w, http.StatusOK, all)
}

func readingChoices() []readingChoice {
	all := []readingChoice{}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[Readings]()) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		c := readingChoice{Name: name, About: readingAbout[name]}
		among, limited := f.Tag.Lookup("among")
		switch {
		case limited:
			c.Kind, c.Choices = "choice", strings.Split(among, ",")
		case f.Type == reflect.TypeFor[Duration]():
			c.Kind = "time"
		case f.Type.Kind() == reflect.Bool:
			c.Kind = "switch"
		default:
			c.Kind = "number"
		}
		all = append(all, c)
	}
	return all
}

package kssim

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Readings choose between the ways in which the facts about SALTO KS can be
// read where they are a guess, contradict each other or say nothing. The zero
// value is what was measured, or else what is most likely. Its JSON names are
// those of the control side and of the command line.
type Readings struct {
	// BareArrays answers lists as a bare array, which is never paged, instead
	// of the envelope: both were seen on the same routes.
	BareArrays bool `json:"bare_arrays,omitempty"`
	// NoCount leaves count null, also where it is asked for.
	NoCount bool `json:"no_count,omitempty"`
	// HTTPLinks writes next_page_link with http although https was called.
	HTTPLinks bool `json:"http_links,omitempty"`
	// PageSize is the most items of one page; 100 when zero. Not published.
	PageSize int `json:"page_size,omitempty"`
	// EmptyAnswers answers changes, deletions apart, with 204 and no body.
	EmptyAnswers bool `json:"empty_answers,omitempty"`
	// Deleted204 answers the deletion of a user with 204 instead of 202.
	Deleted204 bool `json:"deleted_204,omitempty"`
	// NumericCodes writes ErrorCode as a number instead of text.
	NumericCodes bool `json:"numeric_codes,omitempty"`
	// ErrorsIn200 answers a refusal with 200 and the error as its body.
	ErrorsIn200 bool `json:"errors_in_200,omitempty"`
	// Members is how the people of a group are shown: "flat" (when empty),
	// "user" (inside a field user), "user_id" (the id under that name).
	Members string `json:"members,omitempty" among:"flat,user,user_id"`
	// WrappedLocks shows the locks of a group inside a field lock.
	WrappedLocks bool `json:"wrapped_locks,omitempty"`
	// MoreFields adds fields that nobody knows to every object.
	MoreFields bool `json:"more_fields,omitempty"`
	// FewerFields leaves out every field that is null.
	FewerFields bool `json:"fewer_fields,omitempty"`
	// DateStyle is how the dates of a schedule come back: "naive" (when empty),
	// "z" (with a Z that means nothing), "space", "fraction".
	DateStyle string `json:"date_style,omitempty" among:"naive,z,space,fraction"`
	// ClockBack is which pass of the hour that comes twice a date inside it
	// means to a lock: "both" (when empty: the lock compares clock faces),
	// "first" or "second".
	ClockBack string `json:"clock_back,omitempty" among:"both,first,second"`

	// TakenEmail is the answer to a new user whose address the site has:
	// "1101" (when empty), "2203" (403) or "409" (without a code).
	TakenEmail string `json:"taken_email,omitempty" among:"1101,2203,409"`
	// SilentSeats answers a request for a seat that is not free with success.
	SilentSeats bool `json:"silent_seats,omitempty"`
	// IgnoreNames answers the change of a name that the person owns with
	// success, and leaves the name.
	IgnoreNames bool `json:"ignore_names,omitempty"`
	// ProfileNeeded opens nothing by phone until the invited person has
	// completed the profile. Otherwise an e-mail address is enough.
	ProfileNeeded bool `json:"profile_needed,omitempty"`
	// TagTaking is what takes a tag from a user: "any" (when empty), "null",
	// "empty", "none" (only the deletion of the user does) or "refused" (the same,
	// and it is said).
	TagTaking string `json:"tag_taking,omitempty" among:"any,null,empty,none,refused"`
	// TagBlocking lets a tag be blocked by itself, whoever has it.
	TagBlocking bool `json:"tag_blocking,omitempty"`
	// NoTags has no routes for tags.
	NoTags bool `json:"no_tags,omitempty"`
	// SiteRoles gives every site role ids of its own.
	SiteRoles bool `json:"site_roles,omitempty"`

	// NoRotation keeps one refresh token alive instead of replacing it at
	// each use.
	NoRotation bool `json:"no_rotation,omitempty"`
	// StrictRotation ends the sign-in at any second use of a refresh token.
	// Otherwise one that comes again is served as long as its successor has
	// not been used, as identity servers with a grace period do.
	StrictRotation bool `json:"strict_rotation,omitempty"`

	// Late is how long what was just made stays unknown to the other routes;
	// up to a minute was measured.
	Late Duration `json:"late,omitempty"`
	// LateAs is the answer meanwhile: "2202" (404, when empty) or "2203" (403).
	LateAs string `json:"late_as,omitempty" among:"2202,2203"`
	// LateLists leaves it out of lists for as long, too.
	LateLists bool `json:"late_lists,omitempty"`
	// Linger is how long a deleted user is still shown; up to ten seconds were
	// measured.
	Linger Duration `json:"linger,omitempty"`

	// MemberDelay is how long the doors take to learn of people and
	// memberships (45 s was measured), ScheduleDelay of groups, their doors and
	// schedules (3.5 min). Both are exact to a sixteenth.
	MemberDelay   Duration `json:"member_delay,omitempty"`
	ScheduleDelay Duration `json:"schedule_delay,omitempty"`
	// NoticeDelay is how long KS takes to show that an IQ is offline; half an
	// hour is documented.
	NoticeDelay Duration `json:"notice_delay,omitempty"`
}

// Duration is a time.Duration that JSON holds as text, such as "1m30s".
type Duration time.Duration

// MarshalText implements encoding.TextMarshaler.
func (d Duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (d *Duration) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	if err != nil || parsed < 0 {
		return fmt.Errorf("%q is not a length of time, such as 90s or 3m30s", text)
	}
	*d = Duration(parsed)
	return nil
}

// Change overwrites the readings that the JSON object names, or none and an
// error that says which name or value is wrong.
func (r *Readings) Change(object []byte) error {
	changed := *r
	decoder := json.NewDecoder(bytes.NewReader(object))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&changed); err != nil {
		return fmt.Errorf("read the readings: %w", err)
	}
	if err := changed.check(); err != nil {
		return err
	}
	*r = changed
	return nil
}

// Set changes one reading by its JSON name to a value as people write it. No
// value is yes.
func (r *Readings) Set(name, value string) error {
	all := reflect.VisibleFields(reflect.TypeFor[Readings]())
	at := slices.IndexFunc(all, func(f reflect.StructField) bool { return jsonName(f) == name })
	if at < 0 {
		return fmt.Errorf("there is no reading %q", name)
	}
	var v any = value
	var err error
	switch all[at].Type.Kind() {
	case reflect.Bool:
		v, err = strconv.ParseBool(cmp.Or(value, "true"))
	case reflect.Int:
		v, err = strconv.Atoi(value)
	}
	if err != nil {
		return fmt.Errorf("%q is no value of %s", value, name)
	}
	object, err := json.Marshal(map[string]any{name: v})
	if err != nil {
		return fmt.Errorf("%q is no value of %s: %w", value, name, err)
	}
	return r.Change(object)
}

// ReadingNames returns the JSON names of all readings.
func ReadingNames() []string {
	var names []string
	for _, f := range reflect.VisibleFields(reflect.TypeFor[Readings]()) {
		names = append(names, jsonName(f))
	}
	return names
}

func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}

// check holds every choice against its tag, which lists what there is.
func (r Readings) check() error {
	v := reflect.ValueOf(r)
	for _, f := range reflect.VisibleFields(v.Type()) {
		choices, limited := f.Tag.Lookup("among")
		value := v.FieldByIndex(f.Index).String()
		if limited && value != "" && !slices.Contains(strings.Split(choices, ","), value) {
			return fmt.Errorf("%s is one of %s, not %q", jsonName(f), choices, value)
		}
	}
	if r.PageSize < 0 {
		return fmt.Errorf("page_size is a number of items, not %d", r.PageSize)
	}
	return nil
}

func (r Readings) pageSize() int { return cmp.Or(r.PageSize, 100) }

// Readings returns the readings in force.
func (s *Sim) Readings() Readings {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.cfg.Readings
}

// SetReadings replaces the readings. What was answered stays as it was.
func (s *Sim) SetReadings(r Readings) error {
	if err := r.check(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cfg.Readings = r
	return nil
}

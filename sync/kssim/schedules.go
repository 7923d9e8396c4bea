package kssim

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

// Layouts of the naive wall-clock values of a schedule. They sort as text.
const (
	naiveLayout = "2006-01-02T15:04:05"
	timeLayout  = "15:04:05"
)

// schedule is a time schedule of a group, both as kept and as shown. Every
// value is wall-clock time of the IQ, without a zone.
type schedule struct {
	ID string `json:"id"`
	weekdays
	StartTime string  `json:"start_time"` // 15:04:05
	EndTime   string  `json:"end_time"`
	StartDate *string `json:"start_date"` // 2006-01-02T15:04:05, or null: from ever
	EndDate   *string `json:"end_date"`
}

type weekdays struct {
	Monday    bool `json:"monday"`
	Tuesday   bool `json:"tuesday"`
	Wednesday bool `json:"wednesday"`
	Thursday  bool `json:"thursday"`
	Friday    bool `json:"friday"`
	Saturday  bool `json:"saturday"`
	Sunday    bool `json:"sunday"`
}

// on says whether the day of the week is chosen.
func (w weekdays) on(day time.Weekday) bool {
	return [...]bool{w.Sunday, w.Monday, w.Tuesday, w.Wednesday, w.Thursday, w.Friday, w.Saturday}[day]
}

func addScheduleRoutes(add func(method, path string, h endpoint)) {
	const path = "/access_groups/{group}/time_schedules"
	add("GET", path, onGroup(listSchedules))
	add("POST", path, onGroup(createSchedule))
	add("PATCH", path+"/{schedule}", onGroup(patchSchedule))
	add("DELETE", path+"/{schedule}", onGroup(deleteSchedule))
}

func listSchedules(c *call, g *group) (reply, error) {
	known := shown(c, g.Schedules, func(sc *schedule) string { return sc.ID })
	return list(c, known, fields[*schedule]{}, func(sc *schedule) any { return c.renderSchedule(*sc) })
}

func createSchedule(c *call, g *group) (reply, error) {
	var sc schedule
	if err := c.decodeSchedule(&sc); err != nil {
		return reply{}, err
	}
	sc.ID = c.st.newID("schedule", g.ID)
	g.Schedules = append(g.Schedules, &sc)
	c.born(sc.ID)
	return ok(c.renderSchedule(sc))
}

// patchSchedule changes what is given and leaves the rest.
func patchSchedule(c *call, g *group) (reply, error) {
	old := first(g.Schedules, func(sc *schedule) bool { return sc.ID == c.r.PathValue("schedule") })
	if old == nil {
		return reply{}, errNotFound("Time schedule")
	}
	if c.unknown(old.ID) {
		return reply{}, c.errLate("Time schedule")
	}
	changed := *old
	if err := c.decodeSchedule(&changed); err != nil {
		return reply{}, err
	}
	changed.ID = old.ID
	*old = changed
	return ok(c.renderSchedule(changed))
}

// renderSchedule writes the dates in the style that the readings say.
func (c *call) renderSchedule(sc schedule) schedule {
	for _, date := range []**string{&sc.StartDate, &sc.EndDate} {
		if *date == nil {
			continue
		}
		switch c.cfg.Readings.DateStyle {
		case "z":
			*date = orNull(**date + "Z")
		case "space":
			*date = orNull(strings.Replace(**date, "T", " ", 1))
		case "fraction":
			*date = orNull(**date + ".0000000")
		}
	}
	return sc
}

func deleteSchedule(c *call, g *group) (reply, error) {
	before := len(g.Schedules)
	g.Schedules = without(g.Schedules, func(sc *schedule) bool { return sc.ID == c.r.PathValue("schedule") })
	if len(g.Schedules) == before {
		return reply{}, errNotFound("Time schedule")
	}
	return empty(http.StatusNoContent), nil
}

// decodeSchedule reads the body over sc, which keeps what the body lacks. A
// value of the wrong type is reported as any other bad value.
func (c *call) decodeSchedule(sc *schedule) error {
	var body json.RawMessage
	if err := c.decode(&body); err != nil {
		return err
	}
	if err := json.Unmarshal(body, sc); err != nil {
		return errValue("A value of the time schedule is not valid")
	}
	return sc.normalize()
}

// normalize applies the rules of SALTO's article on time schedules: a date
// without a time is widened to the whole day, starts come before ends, and an
// end time of minutes is echoed with :59 seconds.
func (sc *schedule) normalize() error {
	if sc.weekdays == (weekdays{}) {
		return errValue("At least one day should be selected")
	}
	var err error
	if sc.StartTime, err = fullTime(sc.StartTime, ":00"); err != nil {
		return err
	}
	if sc.EndTime, err = fullTime(sc.EndTime, ":59"); err != nil {
		return err
	}
	if sc.StartDate, err = fullDate(sc.StartDate, "00:00:00"); err != nil {
		return err
	}
	if sc.EndDate, err = fullDate(sc.EndDate, "23:59:59"); err != nil {
		return err
	}
	if sc.StartTime >= sc.EndTime {
		return errValue("The start time should be before the end time")
	}
	if sc.StartDate != nil && sc.EndDate != nil && *sc.StartDate >= *sc.EndDate {
		return errValue("The start date should be before the end date")
	}
	return nil
}

func fullTime(text, seconds string) (string, error) {
	if len(text) == len("15:04") {
		text += seconds
	}
	t, err := time.Parse(timeLayout, text)
	if err != nil {
		return "", errValue("'" + text + "' is not a valid time")
	}
	return t.Format(timeLayout), nil
}

// fullDate takes 2006-01-02, alone or with a time after a T or a space. A zone
// at the end is dropped: the values are naive, whatever the sender meant.
func fullDate(text *string, timeOfDay string) (*string, error) {
	if text == nil {
		return nil, nil
	}
	value := strings.Replace(*text, " ", "T", 1)
	if len(value) == len(time.DateOnly) {
		value += "T" + timeOfDay
	}
	for _, layout := range []string{naiveLayout, "2006-01-02T15:04", time.RFC3339} {
		if t, err := time.Parse(layout, value); err == nil {
			return orNull(t.Format(naiveLayout)), nil
		}
	}
	return nil, errValue("'" + *text + "' is not a valid date")
}

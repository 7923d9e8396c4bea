package kssim

import (
	"encoding/json"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestEveryChoiceIsExplained(t *testing.T) {
	d := newDesk(t, Config{})
	_, _, body := d.send("GET", "/_sim/choices", "", "")
	var all choices
	require.NoError(t, json.Unmarshal([]byte(body), &all))

	var names []string
	kinds := map[string]string{}
	for _, r := range all.Readings {
		names = append(names, r.Name)
		kinds[r.Name] = r.Kind
		require.NotEmpty(t, r.About, r.Name)
		require.Equal(t, r.Kind == "choice", len(r.Choices) > 1, r.Name)
	}
	require.Equal(t, ReadingNames(), names)
	require.Len(t, readingAbout, len(names), "an explanation is left of a reading that is gone")
	require.Equal(t, "switch", kinds["bare_arrays"])
	require.Equal(t, "choice", kinds["members"])
	require.Equal(t, "number", kinds["page_size"])
	require.Equal(t, "time", kinds["late"])

	require.Len(t, all.Presets, len(PresetNames()))
	for _, p := range all.Presets {
		require.NotEmpty(t, p.About, p.Name)
	}
	require.Len(t, all.Roles, len(roles))
}

// The form sends nothing for the first of the choices: it has to be the one
// that nothing means.
func TestTheFirstChoiceIsTheOneOfNoChoice(t *testing.T) {
	plain := behaviour(t, `{"late":"1h"}`)
	for _, r := range readingChoices() {
		for i, choice := range r.Choices {
			got := behaviour(t, `{"`+r.Name+`":"`+choice+`","late":"1h"}`)
			require.Equal(t, i == 0, slices.Equal(plain, got), "%s: %s", r.Name, choice)
		}
	}
}

// behaviour is what KS answers, and a door does, where the choices make a
// difference.
func behaviour(t *testing.T, readings string) []string {
	t.Helper()
	d := newDesk(t, Config{TokenLife: 24 * time.Hour})
	d.call("POST", "/_sim/readings", readings, http.StatusOK)
	var seen []string
	look := func(method, path, body string) {
		status, _, text := d.send(method, path, "application/json", body)
		seen = append(seen, method+" "+path, http.StatusText(status), text)
	}
	tagID := fixedID("tag", "FR0000000001", "02300001")
	user, platform := d.addUser("Mia", "Berg", `"email":"mia@example.org","tag_id":"`+tagID+`"`)
	look("POST", d.site+"/users", `{"first_name":"Mia","last_name":"Two","email":"mia@example.org","role_ids":["`+roleID(roleUser)+`"]}`)
	look("GET", d.site+"/users/"+user, "")
	d.sim.Clock().Advance(2 * time.Hour)
	d.join(d.groupPath("Basic"), platform)
	look("POST", d.groupPath("Basic")+"/time_schedules", window("2026-10-25T02:30:00", "2026-10-25T02:50:00"))
	for _, minute := range []string{"00:40", "01:40"} { // both are 02:40 in Paris
		look("GET", "/_sim/can?who=mia@example.org&door=Front+door&at=2026-10-25T"+minute+":00Z", "")
	}
	d.sim.Clock().Advance(2 * time.Hour)
	look("GET", d.groupPath("Basic")+"/users", "")
	for _, none := range []string{`""`, "null"} {
		look("PATCH", d.site+"/users/"+user, `{"tag_id":`+none+`}`)
		look("PATCH", d.site+"/users/"+user, `{"tag_id":"`+tagID+`"}`)
	}
	return seen
}

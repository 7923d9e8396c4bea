package exchange

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"latchkey/assets"
	"latchkey/store"
)

func spaceSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	file, err := os.Open("../../docs/space.schema.json")
	require.NoError(t, err)
	defer func() { require.NoError(t, file.Close()) }()
	doc, err := jsonschema.UnmarshalJSON(file)
	require.NoError(t, err)
	c := jsonschema.NewCompiler()
	require.NoError(t, c.AddResource("space.schema.json", doc))
	schema, err := c.Compile("space.schema.json")
	require.NoError(t, err)
	return schema
}

func accepts(t *testing.T, schema *jsonschema.Schema, text string) error {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	require.NoError(t, err)
	return schema.Validate(doc)
}

// spaceWith is a small valid file with more sections.
func spaceWith(sections ...string) string {
	return `{"format":"latchkey-space/1","space":{"key":"s","name":"S","zone":"Europe/Paris"}` +
		strings.Join(append([]string{""}, sections...), ",") + `}`
}

const (
	onePlan = `"plans":[{"key":"basic","name":"Basic"}]`
	oneKind = `"pass_types":[{"key":"t","name":"Day","minutes":60,"currency":"EUR"}]`
	oneRoom = `"rooms":[{"key":"r","name":"Room"}]`
	onePer  = `"people":[{"key":"p","first_name":"Mia"}]`
)

func passWith(fields string) string {
	return `"passes":[{"key":"x","person":"p","type":"t","granted_at":"2026-10-19T00:00:00Z",` + fields + `}]`
}

func correctionWith(fields string) string {
	return `"corrections":[{"key":"c","person":"p",` + fields + `}]`
}

func TestSampleIsValidAndWrittenAsExported(t *testing.T) {
	require.NoError(t, accepts(t, spaceSchema(t), string(assets.Sample())))
	f, err := Decode(bytes.NewReader(assets.Sample()))
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, Encode(&b, f))
	require.Equal(t, string(assets.Sample()), b.String())
}

func TestDecodeFillsDefaults(t *testing.T) {
	f, err := Decode(strings.NewReader("\ufeff" + spaceWith(onePer)))
	require.NoError(t, err)
	require.Equal(t, Space{
		Key: "s", Name: "S", Zone: "Europe/Paris", Before: 5, After: 5, HorizonDays: 14,
		Leaving: store.LeavingSuspend, OpenFrom: "08:00", OpenUntil: "20:00",
	}, f.Space)
	f, err = Decode(strings.NewReader(strings.Replace(spaceWith(), `"name":"S"`, `"name":"S","before":0`, 1)))
	require.NoError(t, err)
	require.Zero(t, f.Space.Before, "0 minutes is not left out")
}

// Every one of these is refused by Decode with a sentence that contains
// the words; those with schema true are refused by the schema as well.
func TestBrokenFiles(t *testing.T) {
	tests := []struct {
		name, text, words string
		schema            bool
	}{
		{"unknown section", spaceWith(`"members":[]`), "Line 1: There is no field “members” in the file", true},
		{"unknown field", spaceWith(`"people":[{"key":"p","first_name":"Mia","fone":"1"}]`), "no field “fone” in “people[1]”", true},
		{"field in other case", spaceWith(`"people":[{"key":"p","First_Name":"Mia"}]`), "no field “First_Name”", true},
		{"null", spaceWith(`"people":[{"key":"p","first_name":null}]`), "“people[1].first_name” must be text", true},
		{"number for text", spaceWith(`"tags":[{"key":"t","number":2300001}]`), "“tags[1].number” must be text in quotes", true},
		{"fraction", spaceWith(`"rooms":[{"key":"r","name":"R","before":7.5}]`), "“rooms[1].before” must be a whole number", true},
		{"huge number", spaceWith(`"rooms":[{"key":"r","name":"R","before":99999999999999999999}]`), "must be a whole number", true},
		{"list for object", strings.Replace(spaceWith(), `{"key"`, `[{"key"`, 1), "", false},
		{"object for list", spaceWith(`"people":{}`), "“people” must be a list", true},
		{"text for truth", spaceWith(`"plans":[{"key":"p","name":"P","archived":"no"}]`), "must be true or false", true},
		{"field twice", spaceWith(`"people":[{"key":"p","first_name":"Mia","first_name":"Zoé"}]`), "is given twice", false},
		{"control character", spaceWith(`"people":[{"key":"p","first_name":"Mi\u0000a"}]`), "control character", false},
		{"no zone", strings.Replace(spaceWith(), `,"zone":"Europe/Paris"`, "", 1), "not a time zone", true},
		{"unknown zone", strings.Replace(spaceWith(), "Europe/Paris", "Europe/Pariss", 1), "“Europe/Pariss” is not a time zone", false},
		{"local zone", strings.Replace(spaceWith(), "Europe/Paris", "Local", 1), "not a time zone", true},
		{"no name of the space", strings.Replace(spaceWith(), `"name":"S"`, `"name":" "`, 1), "“name” is missing or empty", true},
		{"buffer out of range", strings.Replace(spaceWith(), `"name":"S"`, `"name":"S","before":121`, 1), "between 0 and 120", true},
		{"horizon out of range", strings.Replace(spaceWith(), `"name":"S"`, `"name":"S","horizon_days":0`, 1), "between 1 and 60", true},
		{"leaving", strings.Replace(spaceWith(), `"name":"S"`, `"name":"S","leaving":"burn"`, 1), "suspend, delete", true},
		{"hour", strings.Replace(spaceWith(), `"name":"S"`, `"name":"S","open_from":"8:00"`, 1), "hours and minutes", true},
		{"no key", spaceWith(`"people":[{"first_name":"Mia"}]`), "people, entry 1 “Mia”: “key” is missing", true},
		{"key twice", spaceWith(`"people":[{"key":"p","first_name":"Mia"},{"key":"p","first_name":"Zoé"}]`), "people, entry 2 “Zoé”: The key “p” is used twice", false},
		{"long key", spaceWith(`"people":[{"key":"` + strings.Repeat("k", 201) + `","first_name":"Mia"}]`), "longer than 200", true},
		{"nameless person", spaceWith(`"people":[{"key":"p","email":"a@b.example"}]`), "first or a last name", true},
		{"unknown plan", spaceWith(`"people":[{"key":"p","first_name":"Mia","plan":"gold"}]`), "“plan” names “gold”", false},
		{"plan and main", spaceWith(onePlan, `"people":[{"key":"m","first_name":"Inès"},{"key":"p","first_name":"Mia","plan":"basic","main":"m"}]`), "Remove “plan” or “main”", true},
		{"unknown main", spaceWith(`"people":[{"key":"p","first_name":"Mia","main":"m"}]`), "“main” names “m”", false},
		{"own main", spaceWith(`"people":[{"key":"p","first_name":"Mia","main":"p"}]`), "Nobody is their own", false},
		{"main is a co-member", spaceWith(`"people":[{"key":"a","first_name":"A"},{"key":"b","first_name":"B","main":"a"},{"key":"c","first_name":"C","main":"b"}]`), "is a co-member too", false},
		{"plan change without a day", spaceWith(onePlan, `"people":[{"key":"p","first_name":"Mia","plan":"basic","next_plan":"basic"}]`), "both “next_plan” and “next_plan_on”", true},
		{"plan change without a plan", spaceWith(onePlan, `"people":[{"key":"p","first_name":"Mia","next_plan":"basic","next_plan_on":"2026-11-01"}]`), "a plan to change from", true},
		{"no such day", spaceWith(`"people":[{"key":"p","first_name":"Mia","ends_on":"2026-02-30"}]`), "“2026-02-30” is not a date", false},
		{"day written otherwise", spaceWith(`"people":[{"key":"p","first_name":"Mia","ends_on":"30.11.2026"}]`), "not a date", true},
		{"pause without a beginning", spaceWith(`"people":[{"key":"p","first_name":"Mia","paused_until":"2026-11-01"}]`), "needs its first day", true},
		{"block without an instant", spaceWith(`"people":[{"key":"p","first_name":"Mia","blocked_at":"yesterday"}]`), "“blocked_at” must be an instant", true},
		{"block that the store cannot hold", spaceWith(`"people":[{"key":"p","first_name":"Mia","blocked_at":"1970-01-01T00:00:00Z"}]`), "“blocked_at” must be an instant", false},
		{"connect", spaceWith(`"people":[{"key":"p","first_name":"Mia","connect":"yes"}]`), "phone and tag, tag only", true},
		{"nameless door", spaceWith(`"people":[{"key":"p","first_name":"Mia","extra_doors":[{}]}]`), "without a name or an id", true},
		{"door twice", spaceWith(`"rooms":[{"key":"r","name":"R","doors":["A","A"]}]`), "“A” twice", true},
		{"half of the hours", spaceWith(`"rooms":[{"key":"r","name":"R","open_from":"08:00"}]`), "both “open_from” and “open_until”", true},
		{"room buffer", spaceWith(`"rooms":[{"key":"r","name":"R","after":-1}]`), "between 0 and 120", true},
		{"booking of no room", spaceWith(onePer, `"bookings":[{"key":"b","room":"r","person":"p","start":"2026-10-19T09:00","end":"2026-10-19T10:00"}]`), "“room” names “r”", false},
		{"booking without a person", spaceWith(oneRoom, `"bookings":[{"key":"b","room":"r","start":"2026-10-19T09:00","end":"2026-10-19T10:00"}]`), "“person” is missing", true},
		{"booking ends first", spaceWith(onePer, oneRoom, `"bookings":[{"key":"b","room":"r","person":"p","start":"2026-10-19T10:00","end":"2026-10-19T09:00"}]`), "later than “start”", false},
		{"one digit of an hour", spaceWith(onePer, oneRoom, `"bookings":[{"key":"b","room":"r","person":"p","start":"2026-10-19T9:00","end":"2026-10-19T10:00"}]`), "date and time", true},
		{"rule", spaceWith(onePer, oneRoom, `"series":[{"key":"b","room":"r","person":"p","start":"2026-10-19T09:00","end":"2026-10-19T10:00","rule":"FREQ=YEARLY;COUNT=2"}]`), "RFC 5545", true},
		{"exception twice", spaceWith(onePer, oneRoom, `"series":[{"key":"b","room":"r","person":"p","start":"2026-10-19T09:00","end":"2026-10-19T10:00","rule":"FREQ=DAILY;COUNT=2","except":["2026-10-20","2026-10-20"]}]`), "2026-10-20 twice", true},
		{"tag without a number", spaceWith(`"tags":[{"key":"t"}]`), "its number or its UID", true},
		{"tag number twice", spaceWith(`"tags":[{"key":"t","number":"1"},{"key":"u","number":"1"}]`), "“1” is used twice", false},
		{"odd UID", spaceWith(`"tags":[{"key":"t","uid":"04A"}]`), "hexadecimal", true},
		{"a frequency that no tag has", spaceWith(`"tags":[{"key":"t","number":"1","tech":"13.56"}]`), "13.56 MHz, 125 kHz", true},
		{"held by nobody", spaceWith(`"tags":[{"key":"t","number":"1","state":"held"}]`), "needs a holder", true},
		{"lost and held", spaceWith(onePer, `"tags":[{"key":"t","number":"1","state":"lost","holder":"p"}]`), "needs a holder", true},
		{"free pass type", spaceWith(`"pass_types":[{"key":"t","name":"Day","minutes":0,"currency":"EUR"}]`), "at least 1", true},
		{"currency", spaceWith(`"pass_types":[{"key":"t","name":"Day","minutes":60,"currency":"€"}]`), "three-letter code", true},
		{"pass without an instant", spaceWith(onePer, `"pass_types":[{"key":"t","name":"Day","minutes":60,"currency":"EUR"}]`, `"passes":[{"key":"x","person":"p","type":"t","granted_at":"2026-10-19"}]`), "must be an instant", true},
		{"passes of no kind each month", spaceWith(oneKind, `"plans":[{"key":"p","name":"P","passes_monthly":[{"type":"week","count":1}]}]`), "“type” names “week”", false},
		{"no passes each month", spaceWith(oneKind, `"plans":[{"key":"p","name":"P","passes_monthly":[{"type":"t","count":0}]}]`), "between 1 and 100", true},
		{"passes twice each month", spaceWith(oneKind, `"plans":[{"key":"p","name":"P","passes_monthly":[{"type":"t","count":1},{"type":"t","count":2}]}]`), "“t” twice", false},
		{"passes each month as a number", spaceWith(oneKind, `"plans":[{"key":"p","name":"P","passes_monthly":4}]`), "must be a list", true},
		{"nameless door of arrival", strings.Replace(spaceWith(), `"name":"S"`, `"name":"S","arrivals":[""]`, 1), "without a name or an id", true},
		{"two doors of arrival in one", strings.Replace(spaceWith(), `"name":"S"`, `"name":"S","arrivals":[{"id":"a b"}]`, 1), "more than one word", false},
		{"pass of less than nothing", spaceWith(onePer, oneKind, passWith(`"minutes":-1`)), "at least 1", true},
		{"price without a length", spaceWith(onePer, oneKind, passWith(`"price":600`)), "needs its length too", true},
		{"price below 0", spaceWith(onePer, oneKind, passWith(`"minutes":60,"price":-1`)), "below 0", true},
		{"currency of a pass", spaceWith(onePer, oneKind, passWith(`"minutes":60,"currency":"eur"`)), "three-letter code", true},
		{"source", spaceWith(onePer, oneKind, passWith(`"source":"found"`)), "given, bought, allowance", true},
		{"taken back on a day", spaceWith(onePer, oneKind, passWith(`"ended_at":"2026-10-20"`)), "“ended_at” must be an instant", true},
		{"taken back at no time", spaceWith(onePer, oneKind, passWith(`"why":"Paid back."`)), "both “ended_at” and “why”", true},
		{"taken back for no reason", spaceWith(onePer, oneKind, passWith(`"ended_at":"2026-10-20T00:00:00Z"`)), "both “ended_at” and “why”", true},
		{"correction of nobody", spaceWith(`"corrections":[{"key":"c","person":"p","kind":"in","at":"2026-10-19T08:00:00Z"}]`), "“person” names “p”", false},
		{"kind of correction", spaceWith(onePer, correctionWith(`"kind":"there","at":"2026-10-19T08:00:00Z"`)), "in, out, not", true},
		{"correction at a wall-clock time", spaceWith(onePer, correctionWith(`"kind":"in","at":"2026-10-19T08:00"`)), "“at” must be an instant", true},
		{"correction that the store cannot hold", spaceWith(onePer, correctionWith(`"kind":"in","at":"1970-01-01T00:00:00Z"`)), "“at” must be an instant", false},
		{"not them, without an entry", spaceWith(onePer, correctionWith(`"kind":"not","at":"2026-10-19T08:00:00Z"`)), "“kind” or “entry”", true},
		{"entry of who came", spaceWith(onePer, correctionWith(`"kind":"in","at":"2026-10-19T08:00:00Z","entry":"e-1"`)), "“kind” or “entry”", true},
		{"newer format", strings.Replace(spaceWith(), "space/1", "space/2", 1), "Update Latchkey", true},
		{"other format", strings.Replace(spaceWith(), "latchkey-space/1", "ical", 1), "the format “ical”", true},
		{"no format", `{"space":{}}`, "not a space file", true},
		{"a list", `[]`, "not a space file", true},
		{"two files", spaceWith() + spaceWith(), "not JSON", false},
		{"cut off", spaceWith()[:60], "Line 1 is not JSON", false},
		{"nothing", "", "Line 1 is not JSON", false},
		{"not UTF-8", "{\"format\":\"\xe9\"}", "not UTF-8", false},
		{"line of the mistake", "{\n\"format\":\"latchkey-space/1\",\n\"space\": 5\n}", "Line 3: “space” must be an object", true},
	}
	schema := spaceSchema(t)
	require.NoError(t, accepts(t, schema, spaceWith(onePlan, oneRoom, onePer)))
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f, err := Decode(strings.NewReader(tt.text))
			require.Nil(t, f)
			var p *store.Problem
			require.ErrorAs(t, err, &p)
			require.Contains(t, err.Error(), tt.words)
			require.NotContains(t, err.Error(), "{{")
			if tt.schema {
				require.Error(t, accepts(t, schema, tt.text))
			}
		})
	}
}

func TestDecodeStopsAtTheSizeLimit(t *testing.T) {
	_, err := Decode(endless{})
	require.ErrorContains(t, err, "larger than 64 MB")
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

func TestRefForms(t *testing.T) {
	f, err := Decode(strings.NewReader(spaceWith(`"rooms":[{"key":"r","name":"R","doors":["A & B",{"id":"1","name":"C"},{"id":"2"}]}]`)))
	require.NoError(t, err)
	require.Equal(t, []Ref{{Name: "A & B"}, {ID: "1", Name: "C"}, {ID: "2"}}, f.Rooms[0].Doors)
	var b bytes.Buffer
	require.NoError(t, Encode(&b, f))
	again, err := Decode(&b)
	require.NoError(t, err)
	require.Equal(t, f.Rooms, again.Rooms)
}

// The struct, the schema and the page list the same fields.
func TestSchemaAndPageKnowEveryField(t *testing.T) {
	page, err := os.ReadFile("../../docs/space-file.md")
	require.NoError(t, err)
	raw, err := os.ReadFile("../../docs/space.schema.json")
	require.NoError(t, err)
	var schema struct {
		Properties map[string]any `json:"properties"`
		Defs       map[string]struct {
			Properties map[string]any `json:"properties"`
		} `json:"$defs"`
	}
	require.NoError(t, json.Unmarshal(raw, &schema))
	require.ElementsMatch(t, fieldsOf(File{}), keysOf(schema.Properties))
	for section, entry := range map[string]struct {
		def   string
		value any
	}{
		"space": {"space", Space{}}, "plans": {"plan", Plan{}}, "pass_types": {"passType", PassType{}},
		"people": {"person", Person{}}, "rooms": {"room", Room{}}, "series": {"series", Series{}},
		"bookings": {"booking", Booking{}}, "tags": {"tag", Tag{}}, "passes": {"pass", Pass{}}, "corrections": {"correction", Correction{}},
	} {
		fields := fieldsOf(entry.value)
		require.ElementsMatch(t, fields, keysOf(schema.Defs[entry.def].Properties), section)
		_, text, found := strings.Cut(string(page), fmt.Sprintf("### `%s`\n", section))
		require.True(t, found, section)
		text, _, _ = strings.Cut(text, "\n#")
		for _, field := range fields {
			require.Contains(t, text, "`"+field+"`", section)
		}
		requireExample(t, entry.value, text)
	}
}

// requireExample checks that a section's example is one of its entries.
func requireExample(t *testing.T, value any, text string) {
	t.Helper()
	_, example, found := strings.Cut(text, "```json\n")
	require.True(t, found)
	example, _, _ = strings.Cut(example, "```")
	v := reflect.New(reflect.TypeOf(value)).Elem()
	d := decoder{text: []byte(example), json: json.NewDecoder(strings.NewReader(example))}
	d.json.UseNumber()
	require.NoError(t, d.value(v, "example"))
}

func fieldsOf(value any) (names []string) {
	typ := reflect.TypeOf(value)
	for i := range typ.NumField() {
		name, _, _ := strings.Cut(typ.Field(i).Tag.Get("json"), ",")
		names = append(names, name)
	}
	return names
}

func keysOf(m map[string]any) (names []string) {
	for name := range m {
		names = append(names, name)
	}
	return names
}

func TestShift(t *testing.T) {
	f, err := Decode(bytes.NewReader(assets.Sample()))
	require.NoError(t, err)
	f.People[0].BlockedAt = "2026-10-18T17:30:00Z"
	f.Shift(7)
	require.NoError(t, f.check())
	require.Equal(t, "2026-10-25T17:30:00Z", f.People[0].BlockedAt)
	f.People[0].BlockedAt = ""
	require.True(t, slices.ContainsFunc(f.Bookings, func(b Booking) bool {
		return b.Title == "Night shoot" && b.Start == "2026-10-31T22:00" && b.End == "2026-11-01T04:00"
	}))
	require.Equal(t, "FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20261107T235959Z", f.Series[0].Rule)
	require.Equal(t, []store.Date{"2026-11-01"}, f.Series[1].Except)
	require.Equal(t, "2026-09-28T07:00:00Z", f.Passes[0].GrantedAt)
	require.Equal(t, "2026-09-29T07:05:00Z", f.Corrections[0].At)
	require.Empty(t, f.People[0].EndsOn)
	f.Shift(-7)
	var b bytes.Buffer
	require.NoError(t, Encode(&b, f))
	require.Equal(t, string(assets.Sample()), b.String())
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(spaceWith(onePlan, oneRoom, onePer)))
	f.Add([]byte(spaceWith(onePer, oneRoom, `"series":[{"key":"s","room":"r","person":"p","start":"2026-10-19T09:00","end":"2026-10-19T10:00","rule":"FREQ=DAILY;UNTIL=20261031","except":["2026-10-20"]}]`)))
	f.Add([]byte(spaceWith(onePer, `"pass_types":[{"key":"t","name":"Day","minutes":60,"currency":"EUR"}],"passes":[{"key":"x","person":"p","type":"t","granted_at":"2026-10-19T00:00:00Z"}],"tags":[{"key":"t","uid":"04","holder":"p"}]`)))
	f.Add([]byte(spaceWith(`"plans":[{"key":"p","name":"P","pass_limited":true}],"people":[{"key":"p","first_name":"Mia","plan":"p","blocked_at":"2026-10-19T00:00:00.5+02:00"}]`)))
	f.Add([]byte(spaceWith(onePer, oneKind, passWith(`"minutes":60,"price":600,"currency":"EUR","source":"bought","batch":"b","ended_at":"2026-10-20T00:00:00.5+02:00","why":"w"`), correctionWith(`"kind":"not","at":"2026-10-19T08:00:00+02:00","entry":"e"`))))
	f.Add([]byte(spaceWith(oneKind, `"plans":[{"key":"p","name":"P","passes_monthly":[{"type":"t","count":4}]}]`)))
	f.Add([]byte(`{"format":"latchkey-space/1","space":[{}]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		file, err := Decode(bytes.NewReader(raw))
		if err != nil {
			var p *store.Problem
			require.ErrorAs(t, err, &p)
			require.NotEmpty(t, p.Error())
			return
		}
		file.Shift(7)
		file.Shift(-7)
		var first, second bytes.Buffer
		require.NoError(t, Encode(&first, file))
		again, err := Decode(bytes.NewReader(first.Bytes()))
		require.NoError(t, err, first.String())
		require.NoError(t, Encode(&second, again))
		require.Equal(t, first.String(), second.String())
	})
}

package store

import (
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// filled is a person each field of whom is drawn: a field that is new and not
// kept is found.
func filled(t *rapid.T) (p Person) {
	fields := reflect.ValueOf(&p).Elem()
	for i := range fields.NumField() {
		name := fields.Type().Field(i).Name
		switch f := fields.Field(i); f.Interface().(type) {
		case time.Time:
			f.Set(reflect.ValueOf(instant(rapid.Int64Range(-1, 1<<40).Draw(t, name))))
		case []ExtraDoor:
			if rapid.Bool().Draw(t, name) {
				f.Set(reflect.ValueOf([]ExtraDoor{{Space: 1, Door: KSRef{ID: "d", Name: rapid.String().Draw(t, name)}}}))
			}
		default:
			switch f.Kind() {
			case reflect.String:
				f.SetString(rapid.StringN(0, 8, -1).Draw(t, name))
			case reflect.Int64:
				f.SetInt(rapid.Int64().Draw(t, name))
			case reflect.Bool:
				f.SetBool(rapid.Bool().Draw(t, name))
			default:
				t.Fatalf("a Person has a field that this test cannot fill: %s", name)
			}
		}
	}
	return p
}

func TestPeopleAreThoseOfTheList(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(rapid.Custom(filled), 0, 5).Draw(t, "people")
		people := PeopleOf(list)
		require.Equal(t, len(list), people.Len())
		var all []Person
		for i, p := range people.All() {
			require.Equal(t, len(all), i)
			require.Equal(t, list[i], people.At(i))
			require.Equal(t, list[i].ID, people.ID(i))
			all = append(all, p)
		}
		require.ElementsMatch(t, list, all)
	})
}

func TestPeopleOfNobody(t *testing.T) {
	var none People
	require.Zero(t, none.Len())
	for range none.All() {
		t.Fatal("nobody is somebody")
	}
}

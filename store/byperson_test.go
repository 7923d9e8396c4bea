package store

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// What is kept by person is what a map would keep, in the order of the ids,
// whatever is put, dropped and asked for.
func TestByPersonIsAMapInOrder(t *testing.T) {
	person := rapid.Custom(func(t *rapid.T) PersonID { return PersonID(rapid.IntRange(1, 30).Draw(t, "person")) })
	rapid.Check(t, func(t *rapid.T) {
		var rows []One[int]
		want := make(map[PersonID]int)
		for i, p := range rapid.SliceOfN(person, 0, 40).Draw(t, "rows") {
			rows = append(rows, One[int]{p, i})
			want[p] = i
		}
		b := NewByPerson(rows)
		at := rapid.IntRange(0, 50).Draw(t, "at")
		t.Repeat(map[string]func(*rapid.T){
			"put": func(t *rapid.T) {
				p, has := person.Draw(t, "person"), rapid.Int().Draw(t, "has")
				b.Put(p, has)
				want[p] = has
			},
			"drop": func(t *rapid.T) {
				p := person.Draw(t, "person")
				b.Drop(p)
				delete(want, p)
			},
			"seek": func(t *rapid.T) {
				p := person.Draw(t, "person")
				has, ok := b.Seek(p, &at)
				inMap, wanted := want[p]
				require.Equal(t, wanted, ok)
				require.Equal(t, inMap, has)
			},
			"a copy": func(t *rapid.T) {
				c := b.Clone()
				c.Put(person.Draw(t, "person"), -1)
				c.Drop(person.Draw(t, "other"))
			},
			"": func(t *rapid.T) {
				require.Equal(t, want, maps.Collect(b.All()))
				require.Equal(t, len(want), b.Len())
				var ids []PersonID
				for p := range b.All() {
					ids = append(ids, p)
					require.Equal(t, want[p], b.Of(p))
				}
				require.True(t, slices.IsSorted(ids))
			},
		})
	})
}

func TestWhoIsMissing(t *testing.T) {
	of := func(ids ...PersonID) *ByPerson[bool] {
		b := &ByPerson[bool]{}
		for _, p := range ids {
			b.Put(p, true)
		}
		return b
	}
	require.Equal(t, []PersonID{1, 5, 9}, Missing(of(9, 1, 3, 5), of(7, 3, 2)))
	require.Empty(t, Missing(of(3), of(2, 3, 4)))
	require.Equal(t, []PersonID{3}, Missing[bool, bool](of(3), nil))
	require.Empty(t, Missing[bool, bool](nil, of(3)))
}

// An empty group is none, and who is in two groups is in either.
func TestByGroup(t *testing.T) {
	in := func(g string, p PersonID) MembershipKey { return MembershipKey{Group: g, Person: p} }
	b := NewByGroup([]InGroup[int]{{in("b", 2), 1}, {in("a", 7), 2}, {in("b", 1), 3}, {in("b", 2), 4}})
	require.Equal(t, map[MembershipKey]int{in("a", 7): 2, in("b", 1): 3, in("b", 2): 4}, maps.Collect(b.All()))
	require.Equal(t, []string{"a", "b"}, b.Groups())
	c := b.Clone()
	c.Drop(in("a", 7))
	c.Drop(in("a", 8))
	c.Put(in("d", 7), 5)
	require.Equal(t, []string{"b", "d"}, c.Groups())
	require.Equal(t, []int{2, 0}, []int{b.Of(in("a", 7)), b.Of(in("d", 7))})
	_, has := b.Get(in("nobody", 1))
	require.False(t, has)
}

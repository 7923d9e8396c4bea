package store

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func minute(m int) time.Time { return time.Unix(int64(m)*60, 0).UTC() }

func TestAccessWindow(t *testing.T) {
	space, none := Space{Before: 5, After: 10}, 0
	b := Booking{ID: 1, Person: 1, StartAt: minute(100), EndAt: minute(160)}
	other := func(id BookingID, p PersonID, from, until int) Booking {
		return Booking{ID: id, Person: p, StartAt: minute(from), EndAt: minute(until)}
	}
	for _, c := range []struct {
		name     string
		room     Room
		others   []Booking
		from, to int
	}{
		{"alone", Room{}, nil, 95, 170},
		{"itself among them", Room{}, []Booking{b}, 95, 170},
		{"buffers of the room", Room{Before: &none}, nil, 100, 170},
		{"far neighbours", Room{}, []Booking{other(2, 2, 30, 95), b, other(3, 2, 170, 200)}, 95, 170},
		{"somebody else within the buffers", Room{}, []Booking{other(2, 2, 30, 98), b, other(3, 2, 163, 200)}, 98, 163},
		{"back to back with somebody else", Room{}, []Booking{other(2, 2, 30, 100), b, other(3, 2, 160, 200)}, 100, 160},
		{"back to back with themselves", Room{}, []Booking{other(2, 1, 30, 100), b, other(3, 1, 160, 200)}, 95, 170},
		{"somebody else behind their own short one", Room{}, []Booking{b, other(3, 1, 160, 163), other(4, 2, 165, 200)}, 95, 165},
		{"an older row of it, for somebody else", Room{}, []Booking{other(1, 2, 97, 99)}, 95, 170},
		{"as yet over another", Room{}, []Booking{other(2, 2, 80, 110)}, 100, 170},
	} {
		from, to := AccessWindow(b, c.room, space, c.others)
		require.Equal(t, [2]time.Time{minute(c.from), minute(c.to)}, [2]time.Time{from, to}, c.name)
	}
}

func TestAccessWindowHoldsTheBookingAndReachesIntoNoOther(t *testing.T) {
	space := Space{Before: 15, After: 15}
	rapid.Check(t, func(t *rapid.T) {
		b := Booking{ID: 1, Person: 1, StartAt: minute(rapid.IntRange(0, 600).Draw(t, "start"))}
		b.EndAt = b.StartAt.Add(time.Hour)
		all := []Booking{b}
		for i := range rapid.IntRange(0, 4).Draw(t, "others") {
			o := Booking{ID: BookingID(i + 2), Person: 2, StartAt: minute(rapid.IntRange(0, 600).Draw(t, "other"))}
			o.EndAt = o.StartAt.Add(20 * time.Minute)
			if !slices.ContainsFunc(all, func(x Booking) bool { return x.StartAt.Before(o.EndAt) && o.StartAt.Before(x.EndAt) }) {
				all = append(all, o)
			}
		}
		slices.SortFunc(all, func(x, y Booking) int { return x.StartAt.Compare(y.StartAt) })
		from, to := AccessWindow(b, Room{}, space, all)
		if from.After(b.StartAt) || to.Before(b.EndAt) {
			t.Fatalf("%s – %s cuts into the booking", from, to)
		}
		for _, o := range all {
			if o.ID != b.ID && o.StartAt.Before(to) && from.Before(o.EndAt) {
				t.Fatalf("%s – %s reaches into %+v", from, to, o)
			}
		}
	})
}

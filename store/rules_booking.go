package store

import "time"

// maxBooking bounds how long one booking lasts, by the clock on the wall. The
// queries count on it.
const maxBooking = 14 * 24 * time.Hour

// CheckBooking checks what can be known of a booking by itself.
func CheckBooking(b Booking) error {
	return firstProblem(checkWho(b.Room, b.Person), checkLine("title", b.Title), checkTimes(b.Start, b.End))
}

func checkWho(room RoomID, person PersonID) *Problem {
	switch {
	case room == 0:
		return invalid("room", "A booking needs a room. Choose one.")
	case person == 0:
		return invalid("person", "A booking needs a person. Choose one.")
	}
	return nil
}

func checkTimes(start, end LocalTime) *Problem {
	for field, l := range map[string]LocalTime{"start": start, "end": end} {
		if !l.Valid() || len(l) != len(localLayout) {
			return invalid(field, "“{{.Time}}” is not a day and a time. Write them like 2026-11-30 09:30.", "Time", string(l))
		}
	}
	switch {
	case end <= start:
		return invalid("end", "The booking ends before it starts. Choose an end after {{.Start}}.", "Start", string(start))
	case wallLength(start, end) > maxBooking:
		return invalid("end", "A booking lasts 14 days at most. Choose an earlier end, or make several bookings.")
	}
	return nil
}

// wallLength returns how long it is from start to end by a clock on the wall
// that is never put forward or back.
func wallLength(start, end LocalTime) time.Duration { return end.wall().Sub(start.wall()) }

// wall returns the reading as if it were in UTC.
func (l LocalTime) wall() time.Time {
	t, err := time.Parse(localLayout, string(l))
	if err != nil {
		return time.Time{}
	}
	return t
}

// checkBookableHours refuses a booking outside the hours of its room.
func checkBookableHours(room Room, start, end LocalTime) *Problem {
	if room.OpenFrom == "" || (room.OpenFrom == "00:00" && room.OpenUntil == "24:00") {
		return nil
	}
	day := start.Date()
	opens, closes := LocalTime(day+"T")+LocalTime(room.OpenFrom), LocalTime(day+"T")+LocalTime(room.OpenUntil)
	if room.OpenUntil == "24:00" {
		closes = LocalTime(day.AddDays(1) + "T00:00")
	}
	if start < opens || end > closes {
		return invalid("start", "{{.Room}} can be booked from {{.From}} to {{.Until}} on one day. Choose a time within these hours.",
			"Room", room.Name, "From", room.OpenFrom, "Until", room.OpenUntil)
	}
	return nil
}

// setInstants fills in the instants that a booking's readings come to.
func setInstants(b *Booking, loc *time.Location) *Problem {
	b.StartAt, b.EndAt = b.Start.Start(loc).UTC(), b.End.End(loc).UTC()
	if !b.StartAt.Before(b.EndAt) {
		return invalid("start", "The clock goes forward in that night and skips the whole booking. Choose an end after {{.End}}.", "End", string(LocalOf(b.StartAt, loc)))
	}
	return nil
}

package calendar

import (
	"fmt"
	"strconv"
	"time"

	"latchkey/store"
)

// A minute is counted on the wall clock from 00:00 of the day shown; it is
// below zero the day before, and dayMinutes or more the day after.
const (
	dayMinutes = 24 * 60
	snap       = 15 // the grid on which things begin and end
)

const wallLayout = "2006-01-02T15:04"

// minuteOf returns the minute of a wall-clock reading on day d.
func minuteOf(l store.LocalTime, d store.Date) int {
	at, err := time.Parse(wallLayout, string(l))
	day, errDay := time.Parse(time.DateOnly, string(d))
	if err != nil || errDay != nil {
		return 0
	}
	return int(at.Sub(day) / time.Minute)
}

// readingAt is the wall-clock reading of a minute on day d.
func readingAt(d store.Date, minute int) store.LocalTime {
	day, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return ""
	}
	return store.LocalTime(day.Add(time.Duration(minute) * time.Minute).Format(wallLayout))
}

// shift moves a reading on the wall clock.
func shift(l store.LocalTime, minutes int) store.LocalTime {
	return readingAt(l.Date(), minuteOf(l, l.Date())+minutes)
}

// clockMinute reads "15:04" or "24:00"; anything else gives otherwise.
func clockMinute(clock string, otherwise int) int {
	if len(clock) != 5 || clock[2] != ':' {
		return otherwise
	}
	hour, errHour := strconv.Atoi(clock[:2])
	minute, errMinute := strconv.Atoi(clock[3:])
	if errHour != nil || errMinute != nil || hour < 0 || minute < 0 || minute > 59 || hour*60+minute > dayMinutes {
		return otherwise
	}
	return hour*60 + minute
}

// clock writes a minute of the day shown, with 24:00 for its end.
func clock(minute int) string {
	if minute == dayMinutes {
		return "24:00"
	}
	minute = (minute%dayMinutes + dayMinutes) % dayMinutes
	return fmt.Sprintf("%02d:%02d", minute/60, minute%60)
}

func floorTo(step, minute int) int {
	return minute - ((minute%step)+step)%step
}

func ceilTo(step, minute int) int { return floorTo(step, minute+step-1) }

func roundTo(step, minute int) int { return floorTo(step, minute+step/2) }

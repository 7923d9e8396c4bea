package ks

type wireSchedule struct {
	ID        text  `json:"id,omitempty"`
	Monday    flag  `json:"monday"`
	Tuesday   flag  `json:"tuesday"`
	Wednesday flag  `json:"wednesday"`
	Thursday  flag  `json:"thursday"`
	Friday    flag  `json:"friday"`
	Saturday  flag  `json:"saturday"`
	Sunday    flag  `json:"sunday"`
	StartTime *text `json:"start_time"`
	EndTime   *text `json:"end_time"`
	StartDate *text `json:"start_date"`
	EndDate   *text `json:"end_date"`
}

func (w wireSchedule) key() string { return string(w.ID) }

func (w wireSchedule) model() Schedule {
	return Schedule{
		ID: string(w.ID),
		Days: [7]bool{
			bool(w.Monday), bool(w.Tuesday), bool(w.Wednesday), bool(w.Thursday), bool(w.Friday), bool(w.Saturday), bool(w.Sunday),
		},
		StartTime: clock(given(w.StartTime)), EndTime: clock(given(w.EndTime)),
		StartDate: wallClock(given(w.StartDate)), EndDate: wallClock(given(w.EndDate)),
	}
}

// toWire leaves the id out: it belongs to the path.
func (s Schedule) toWire() wireSchedule {
	return wireSchedule{
		Monday: flag(s.Days[0]), Tuesday: flag(s.Days[1]), Wednesday: flag(s.Days[2]), Thursday: flag(s.Days[3]),
		Friday: flag(s.Days[4]), Saturday: flag(s.Days[5]), Sunday: flag(s.Days[6]),
		StartTime: optional(s.StartTime), EndTime: optional(s.EndTime),
		StartDate: optional(s.StartDate), EndDate: optional(s.EndDate),
	}
}

package store

import "strconv"

// policySaid says for the log what became of the settings that decide what
// SALTO KS is told, and when.
func policySaid(was, now Space) []Sentence {
	var said []Sentence
	if was.Account.Email != now.Account.Email {
		said = append(said, accountSaid(now))
	}
	if was.Before != now.Before || was.After != now.After {
		said = append(said, say("A booking in {{.Name}} opens its doors {{.Before}} minutes before it and closes them {{.After}} minutes after it now, where the room has no minutes of its own.",
			"Name", now.Name, "Before", strconv.Itoa(now.Before), "After", strconv.Itoa(now.After)))
	}
	if was.HorizonDays != now.HorizonDays {
		said = append(said, say("The bookings of {{.Name}} are put into SALTO KS {{.Count}} days ahead now.", "Name", now.Name, "Count", strconv.Itoa(now.HorizonDays)))
	}
	switch {
	case was.Arrivals == now.Arrivals:
	case now.Arrivals == "":
		said = append(said, say("Every door of {{.Name}} counts as arriving now.", "Name", now.Name))
	default:
		said = append(said, say("Only some doors of {{.Name}} count as arriving now: {{.Count}}.", "Name", now.Name, "Count", strconv.Itoa(len(now.ArrivalDoors()))))
	}
	switch {
	case was.AutoConnect == now.AutoConnect:
	case now.AutoConnect:
		said = append(said, say("New members of {{.Name}} are connected to SALTO KS without asking now.", "Name", now.Name))
	default:
		said = append(said, say("New members of {{.Name}} are not connected to SALTO KS by themselves any more.", "Name", now.Name))
	}
	switch {
	case was.AskFirst == now.AskFirst:
	case now.AskFirst:
		said = append(said, say("Nothing of {{.Name}} is sent to SALTO KS any more before the desk has agreed to it.", "Name", now.Name))
	default:
		said = append(said, say("Changes of {{.Name}} are sent to SALTO KS without asking first now.", "Name", now.Name))
	}
	switch {
	case was.Leaving == now.Leaving:
	case now.Leaving == LeavingDelete:
		said = append(said, say("Who may open nothing in {{.Name}} any more is deleted in SALTO KS now.", "Name", now.Name))
	default:
		said = append(said, say("Who may open nothing in {{.Name}} any more is suspended in SALTO KS now.", "Name", now.Name))
	}
	return said
}

func accountSaid(now Space) Sentence {
	if now.Account.Email == "" {
		return say("{{.Name}} is not signed in to SALTO KS any more.", "Name", now.Name)
	}
	return say("{{.Name}} is signed in to SALTO KS as {{.Email}} now.", "Name", now.Name, "Email", now.Account.Email)
}

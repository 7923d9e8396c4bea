package store

import "bytes"

func (tx *Tx) logTag(was, now Tag) error {
	number := now.Title()
	person := now.Holder
	if person == 0 {
		person = was.Holder
	}
	var said []Sentence
	if was.ID == 0 {
		said = append(said, say("Tag {{.Number}} was added.", "Number", number))
	}
	switch {
	case was.Holder == now.Holder && was.State == now.State, was.ID == 0 && now.State == TagFree:
	case now.State == TagLost && person != 0:
		said = append(said, say("Tag {{.Number}} of {{.Person}} is lost.", "Number", number, "Person", tx.nameOf(person)))
	case now.State == TagLost:
		said = append(said, say("Tag {{.Number}} is lost.", "Number", number))
	case now.State == TagBroken && person != 0:
		said = append(said, say("Tag {{.Number}} of {{.Person}} is broken.", "Number", number, "Person", tx.nameOf(person)))
	case now.State == TagBroken:
		said = append(said, say("Tag {{.Number}} is broken.", "Number", number))
	case now.Holder != 0 && was.Holder != 0:
		said = append(said, say("Tag {{.Number}} went from {{.Old}} to {{.Person}}.", "Number", number, "Old", tx.nameOf(was.Holder), "Person", tx.nameOf(now.Holder)))
	case now.Holder != 0:
		said = append(said, say("{{.Person}} has tag {{.Number}} now.", "Number", number, "Person", tx.nameOf(now.Holder)))
	case was.Holder != 0:
		said = append(said, say("{{.Person}} gave tag {{.Number}} back.", "Number", number, "Person", tx.nameOf(was.Holder)))
	case was.State == TagLost:
		said = append(said, say("Tag {{.Number}} was found again.", "Number", number))
	default:
		said = append(said, say("Tag {{.Number}} is free again.", "Number", number))
	}
	switch {
	case was.KSID != now.KSID && now.KSID != "":
		said = append(said, say("Tag {{.Number}} is known to SALTO KS.", "Number", number))
	case was.KSID != "" && now.KSID == "":
		said = append(said, say("Tag {{.Number}} is not known to SALTO KS any more.", "Number", number))
	}
	if was.ID != 0 && (was.Number != now.Number || was.Printed != now.Printed || !bytes.Equal(was.UID, now.UID) || was.Tech != now.Tech || was.Key != now.Key) {
		said = append(said, say("The details of tag {{.Number}} were changed.", "Number", number))
	}
	return tx.logEdit(0, person, said...)
}

package encoder

// pn532Targets reads the answer to InListPassiveTarget at 106 kbps, type A: a
// count, and for each tag its number, SENS_RES (2), SEL_RES, the length of the
// UID, the UID, and the answer to select (ATS) of a tag that has one.
func pn532Targets(data []byte) ([]Tag, error) {
	if len(data) == 0 || data[0] > 2 {
		return nil, ErrGarbled
	}
	uids, ok := pn532UIDs(data[1:], 1, int(data[0]))
	if !ok {
		return nil, ErrGarbled
	}
	var tags []Tag
	for _, u := range uids {
		tags = append(tags, Tag{UID: u, Tech: HF})
	}
	return tags, nil
}

// pn532UIDs reads the tags from number on. Whether an ATS follows a UID is told
// only by what comes after it, so both are tried.
func pn532UIDs(b []byte, number byte, count int) ([]UID, bool) {
	if int(number) > count {
		return nil, len(b) == 0
	}
	const head = 5
	if len(b) < head || b[0] != number {
		return nil, false
	}
	size := int(b[4])
	if size != 4 && size != 7 && size != 10 || len(b) < head+size {
		return nil, false
	}
	uid, rest := UID(b[head:head+size]), b[head+size:]
	if !uid.plausible() {
		return nil, false
	}
	iso14443 := b[3]&0x20 != 0
	if iso14443 && len(rest) > 0 && int(rest[0]) <= len(rest) && rest[0] > 0 {
		if more, ok := pn532UIDs(rest[rest[0]:], number+1, count); ok {
			return append([]UID{uid}, more...), true
		}
	}
	more, ok := pn532UIDs(rest, number+1, count)
	return append([]UID{uid}, more...), ok
}

package engine

import (
	"slices"
	"strings"

	"latchkey/store"
)

// logStanding writes into the log what somebody changed in a standing group: it
// is theirs to change, and changes what members of a plan may open.
func (b *book) logStanding(now store.KSGroup) error {
	was, known := b.in.Snap.Mirror.Group(now.ID)
	if !known || !was.Detailed || !now.Detailed || was.Gone {
		return nil
	}
	var said []store.Sentence
	say := func(text string, args map[string]string) {
		said = append(said, store.Sentence{Text: text, Args: args})
	}
	if was.Name != now.Name {
		say("The group “{{.Group}}” is called “{{.Name}}” in SALTO KS now.", map[string]string{"Group": was.Name, "Name": now.Name})
	}
	if !sameSet(was.Doors, now.Doors) {
		say("Somebody changed the doors of the group “{{.Group}}” in SALTO KS. It opens now: {{.Doors}}.",
			map[string]string{"Group": now.Name, "Doors": b.doorNames(now.Doors)})
	}
	if !slices.Equal(was.Schedules, now.Schedules) {
		say("Somebody changed the hours of the group “{{.Group}}” in SALTO KS.", map[string]string{"Group": now.Name})
	}
	for _, what := range said {
		if err := b.tx.Log(store.LogLine{Space: b.space.ID, Kind: "found", What: what}); err != nil {
			return err
		}
	}
	return nil
}

func sameSet(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

func (b *book) doorNames(ids []string) string {
	names := make([]string, 0, len(ids))
	for _, id := range ids {
		if d, known := b.in.Snap.Mirror.Door(id); known {
			id = d.Name
		}
		names = append(names, id)
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

package tap

import (
	"context"
	"fmt"
	"time"

	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/encoder"
	"latchkey/ui/words"
)

// facts are what there is to say of a tag that was tapped.
type facts struct {
	Match
	Space    store.Space
	Now      time.Time
	Names    map[store.PersonID]string // of who has, or last had, one of the tags
	Holder   store.Person              // of the sure one; ID 0: nobody
	Plan     string                    // of the holder
	Holdings []store.Holding           // of the sure one
}

// load finds a tag among those of the file, and who has it.
func load(ctx context.Context, s *store.Store, id store.SpaceID, find finder) (facts, error) {
	a := facts{Now: s.Now(), Names: make(map[store.PersonID]string)}
	var err error
	if a.Space, err = s.Space(ctx, id); err != nil {
		return a, fmt.Errorf("space: %w", err)
	}
	if a.Match, err = find(ctx, s); err != nil {
		return a, fmt.Errorf("tags: %w", err)
	}
	for _, p := range a.Perhaps {
		if err := a.name(ctx, s, p.Holder); err != nil {
			return a, err
		}
	}
	if !a.Known() {
		return a, nil
	}
	return a, a.loadHolder(ctx, s)
}

func (a *facts) loadHolder(ctx context.Context, s *store.Store) error {
	var err error
	if a.Holdings, err = s.TagHistory(ctx, a.Sure.ID); err != nil {
		return fmt.Errorf("history of a tag: %w", err)
	}
	for _, h := range a.Holdings {
		if err := a.name(ctx, s, h.Person); err != nil {
			return err
		}
	}
	if a.Sure.Holder == 0 {
		return nil
	}
	if a.Holder, err = s.Person(ctx, a.Sure.Holder); err != nil {
		return fmt.Errorf("holder of a tag: %w", err)
	}
	payer := a.Holder
	if payer.Main != 0 {
		if payer, err = s.Person(ctx, payer.Main); err != nil {
			return fmt.Errorf("main member: %w", err)
		}
	}
	plan := payer.PlanOn(a.today())
	if plan == 0 {
		return nil
	}
	p, err := s.Plan(ctx, plan)
	if err != nil {
		return fmt.Errorf("plan: %w", err)
	}
	a.Plan = p.Name
	return nil
}

func (a *facts) name(ctx context.Context, s *store.Store, id store.PersonID) error {
	if _, known := a.Names[id]; known || id == 0 {
		return nil
	}
	p, err := s.Person(ctx, id)
	if err != nil {
		return fmt.Errorf("holder of a tag: %w", err)
	}
	a.Names[id] = p.Name()
	return nil
}

func (a facts) today() store.Date { return store.DateOf(a.Now, a.Space.Location()) }

// last is who has the sure tag, or had it last.
func (a facts) last() (store.Holding, bool) {
	if n := len(a.Holdings); n > 0 {
		return a.Holdings[n-1], true
	}
	return store.Holding{}, false
}

// sentence says in one line whose the tag is.
func (a facts) sentence() string {
	t, args := a.Sure, map[string]any{"Number": a.Sure.Title(), "Name": a.Names[a.Sure.Holder]}
	switch {
	case !a.Known() && len(a.Perhaps) > 0:
		return lang.L("The reader shows only a part of this tag’s number. Close the dialog and tap it again.")
	case !a.Known():
		return lang.L("Latchkey does not know this tag. Close the dialog and tap it again.")
	case t.State == store.TagHeld:
		return lang.L("Tag {{.Number}} is with {{.Name}}.", args)
	case t.State == store.TagLost:
		return a.lostWords()
	case t.State == store.TagBroken:
		return lang.L("Tag {{.Number}} is marked as broken.", args)
	}
	return lang.L("Tag {{.Number}} is free: nobody has it.", args)
}

// lostWords says who lost the tag, and when.
func (a facts) lostWords() string {
	args := map[string]any{"Number": a.Sure.Title()}
	h, was := a.last()
	if !was || h.Until.IsZero() {
		return lang.L("Tag {{.Number}} is marked as lost.", args)
	}
	args["Name"], args["When"] = a.Names[h.Person], words.Instant(h.Until, a.Now, a.Space.Location())
	return lang.L("Tag {{.Number}} is marked as lost: {{.Name}} had it until {{.When}}.", args)
}

// finder looks a tag up in the file.
type finder func(context.Context, *store.Store) (Match, error)

// byTap finds a tag that was tapped. The usual reader gives the bytes as the file
// has them, or turned round: that is a matter of the index. All tags are read for
// the others.
func byTap(t encoder.Tag) finder {
	return func(ctx context.Context, s *store.Store) (Match, error) {
		if !t.Guess {
			as, err := s.TagOfUID(ctx, t.UID)
			if err != nil {
				return Match{}, err
			}
			round, err := s.TagOfUID(ctx, t.UID.Reversed())
			if err != nil {
				return Match{}, err
			}
			if (as.ID != 0) != (round.ID != 0) || as.ID != 0 && as.ID == round.ID {
				if as.ID == 0 {
					as = round
				}
				return Match{Tag: t, Sure: as}, nil
			}
		}
		all, err := s.Tags(ctx)
		return Find(t, all), err
	}
}

// byID finds a tag that was chosen.
func byID(id store.TagID) finder {
	return func(ctx context.Context, s *store.Store) (Match, error) {
		t, err := s.Tag(ctx, id)
		return Match{Sure: t}, err
	}
}

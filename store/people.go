package store

import (
	"iter"
	"strings"
)

// People is a list of people that nobody changes, in less than half the memory of a
// []Person: of thousands, the screen shows a few at a time. The texts of those that
// it returns are parts of one text of all, so whoever keeps a name keeps that. The
// zero value is the empty list.
type People struct {
	texts string // all of them, one after the other
	all   []keptPerson
	doors map[int][]ExtraDoor // by place; few have any
}

// keptPerson is a Person without texts.
type keptPerson struct {
	id, main         PersonID
	plan, nextPlan   PlanID
	rev              int64
	created, blocked int64 // Unix seconds; 0: none
	ends             [personTexts]uint32
	deleted          bool
}

const personTexts = 13

// texts are where a person's texts are, in the order in which they are kept.
func (p *Person) texts() [personTexts]*string {
	return [...]*string{
		&p.Key, &p.FirstName, &p.LastName, &p.Email, &p.Phone, &p.Company, &p.Note, (*string)(&p.NextPlanOn), (*string)(&p.StartsOn),
		(*string)(&p.EndsOn), (*string)(&p.PausedFrom), (*string)(&p.PausedUntil), (*string)(&p.Connect),
	}
}

// PeopleOf returns the people of a list, in its order. Their times are kept to
// the second, as in the file.
func PeopleOf(list []Person) People {
	out := People{all: make([]keptPerson, len(list)), doors: make(map[int][]ExtraDoor)}
	size := 0
	for i := range list {
		for _, text := range list[i].texts() {
			size += len(*text)
		}
	}
	var texts strings.Builder
	texts.Grow(size)
	for i := range list {
		p := &list[i]
		k := &out.all[i]
		*k = keptPerson{
			id: p.ID, main: p.Main, plan: p.Plan, nextPlan: p.NextPlan, rev: p.Rev,
			created: unix(p.CreatedAt), blocked: unix(p.BlockedAt), deleted: p.Deleted,
		}
		for n, text := range p.texts() {
			texts.WriteString(*text)
			k.ends[n] = uint32(texts.Len()) //nolint:gosec // 4 GB of names
		}
		if p.ExtraDoors != nil {
			out.doors[i] = p.ExtraDoors
		}
	}
	out.texts = texts.String()
	return out
}

// Len is how many there are.
func (l People) Len() int { return len(l.all) }

// ID is that of the person at a place, from 0.
func (l People) ID(i int) PersonID { return l.all[i].id }

// At returns the person at a place, from 0.
func (l People) At(i int) Person {
	k := &l.all[i]
	p := Person{
		ID: k.id, Main: k.main, Plan: k.plan, NextPlan: k.nextPlan, Rev: k.rev,
		CreatedAt: instant(k.created), BlockedAt: instant(k.blocked), Deleted: k.deleted, ExtraDoors: l.doors[i],
	}
	begin := uint32(0)
	if i > 0 {
		begin = l.all[i-1].ends[personTexts-1]
	}
	for n, text := range p.texts() {
		*text = l.texts[begin:k.ends[n]]
		begin = k.ends[n]
	}
	return p
}

// All goes through everybody with their places.
func (l People) All() iter.Seq2[int, Person] {
	return func(yield func(int, Person) bool) {
		for i := range l.all {
			if !yield(i, l.At(i)) {
				return
			}
		}
	}
}

package reconcile

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"latchkey/store"
	"latchkey/store/mistake"
)

// The limits on what is sent without an answer from the desk, within any
// Budget (product.md, S5).
const (
	Budget       = 24 * time.Hour
	LosePeople   = 5 // or LoseShare percent of the people in KS, whichever is more
	LoseShare    = 5
	GainPeople   = 25
	GainShare    = 20
	TouchObjects = 10 // and more than TouchShare percent of what Latchkey made
	TouchShare   = 50
	StaleAfter   = 21 * 24 * time.Hour
)

// Takes tells whether a step takes something from its person.
func (s Step) Takes() bool {
	switch s.Op {
	case RemoveMember, RemovePerson, RemoveDoor, DropSchedule, Suspend, DeleteUser:
		return true
	case DeleteGroup, SetWindow, UpdateUser:
		return s.Class <= Revoke
	}
	return false
}

// Expense is what a step counts for in the budgets. Who had nothing before, or
// gets a right without an end, gains; a booking of somebody who has a user
// already gives one room for an hour, which the desk made one by one.
func (s Step) Expense() store.Expense {
	x := store.Expense{Way: store.ExpenseNeither, Person: s.Person}
	booking := strings.HasPrefix(string(s.Object), string(GroupObject("booking:")))
	switch {
	case s.Takes() && s.Class != Tidy:
		x.Way = store.ExpenseTakes
	case s.Op == CreateUser || s.Op == AddMember || s.Op == Subscribe || s.Op == Unblock, s.Op == AddPerson && !booking, s.Op == AddDoor && !booking:
		x.Way = store.ExpenseGives
	}
	if s.Class != Tidy && !s.New {
		x.Object = string(s.Object)
	}
	return x
}

// Mark is a fingerprint of a step: what the desk agrees to is a list of these.
func (s Step) Mark() string { return s.Key + "=" + s.Wish() }

// Rails is what a change set is judged by beside itself.
type Rails struct {
	Guard    store.Guard
	Spent    []store.Expense // in the Budget before now, without an answer
	People   int             // who have a KS user
	Objects  int             // that Latchkey made or wrote to
	SiteID   string
	AskFirst bool // the space wants to be asked before anything
	Now      time.Time
}

// Verdict says which steps may be sent.
type Verdict struct {
	Question *store.Question // what holds the others up; nil: nothing does
	agreed   map[string]bool
	takesMay bool                    // only giving is held up
	joins    map[store.PersonID]bool // who are given something as well
}

// Judge decides about a whole change set before any of it is sent.
func Judge(set ChangeSet, r Rails) Verdict {
	v := Verdict{agreed: make(map[string]bool, len(r.Guard.Agreed)), joins: make(map[store.PersonID]bool)}
	for _, m := range r.Guard.Agreed {
		v.agreed[m] = true
	}
	open := slices.DeleteFunc(slices.Clone(set.Steps), func(s Step) bool { return v.agreed[s.Mark()] || s.Class == Urgent })
	if len(open) == 0 {
		return v
	}
	for _, s := range open {
		if !s.Takes() && s.Class != Tidy && s.Op != UpdateUser {
			v.joins[s.Person] = true
		}
	}
	n := count(open, r.Spent)
	why := where(r)
	masses := n.reasons(r)
	v.takesMay = len(why) == 0 && !masses.tooMany() && masses.gives.Text != ""
	why = append(why, masses.list()...)
	if len(why) == 0 {
		return v
	}
	asked := r.Now
	view := View(set, r.SiteID)
	if q := r.Guard.Question; q != nil && q.View == view {
		asked = q.AskedAt
	}
	now := count(open, nil)
	v.Question = &store.Question{Why: why, Lose: len(now.lose), Gain: len(now.gain), Steps: len(open), View: view, AskedAt: asked}
	return v
}

// May tells whether a step may be sent.
func (v Verdict) May(s Step) bool {
	return v.Question == nil || s.Class == Urgent || v.agreed[s.Mark()] ||
		v.takesMay && s.Takes() && !v.joins[s.Person]
}

// Agreed tells whether the desk has agreed to a step by name.
func (v Verdict) Agreed(s Step) bool { return v.agreed[s.Mark()] || s.Class == Urgent }

// View is a fingerprint of a change set for a site of a file: what the desk
// looked at. It changes with anything that would be sent.
func View(set ChangeSet, site string) string {
	marks := make([]string, len(set.Steps))
	for i, s := range set.Steps {
		marks[i] = s.Mark()
	}
	slices.Sort(marks)
	return fingerprint(set.Lineage, site, marks)
}

// where gives the reasons to ask that lie in the file, the site and the
// computer.
func where(r Rails) []store.Sentence {
	var why []store.Sentence
	add := func(text string) { why = append(why, store.Sentence{Text: text}) }
	switch {
	case r.Guard.SiteID == "":
		add("Nothing was sent to this site of SALTO KS yet. Look at what would happen, and then agree to it.")
	case r.Guard.SiteID != r.SiteID:
		add("The space is connected to another site of SALTO KS than before. Look at what would happen there, and then agree to it.")
	case r.Guard.Restored && !mistake.On(mistake.RestoredUnnoticed):
		add("The data file is older than what this computer had before: a backup was put back. What was changed since is not in it.")
	case r.Guard.Moved:
		add("The data file was last used on another computer. Make sure that it is not used there any more: two would undo each other’s work.")
	case !r.Guard.SyncedAt.IsZero() && r.Now.Sub(r.Guard.SyncedAt) > StaleAfter:
		add("SALTO KS was not brought up to date for more than three weeks. Look at what would change before it does.")
	}
	if r.AskFirst {
		add("This space wants to be asked before anything is sent to SALTO KS.")
	}
	return why
}

// tally is who and what a change set and the last day together touch.
type tally struct {
	lose, gain map[store.PersonID]bool
	objects    map[string]bool
}

func count(steps []Step, spent []store.Expense) tally {
	t := tally{lose: make(map[store.PersonID]bool), gain: make(map[store.PersonID]bool), objects: make(map[string]bool)}
	if !mistake.On(mistake.BudgetPerRun) {
		for _, x := range spent {
			t.add(x)
		}
	}
	for _, s := range steps {
		t.add(s.Expense())
	}
	return t
}

func (t tally) add(x store.Expense) {
	switch x.Way {
	case store.ExpenseTakes:
		t.lose[x.Person] = true
	case store.ExpenseGives:
		t.gain[x.Person] = true
	}
	if x.Object != "" {
		t.objects[x.Object] = true
	}
}

// masses are the limits that are passed; an empty sentence: not.
type masses struct{ takes, gives, touches store.Sentence }

func (m masses) tooMany() bool { return m.takes.Text != "" || m.touches.Text != "" }

func (m masses) list() []store.Sentence {
	return slices.DeleteFunc([]store.Sentence{m.takes, m.gives, m.touches}, func(s store.Sentence) bool { return s.Text == "" })
}

func (t tally) reasons(r Rails) (m masses) {
	number := strconv.Itoa
	if most := max(LosePeople, r.People*LoseShare/100); len(t.lose) > most {
		m.takes = say("{{.Count}} people would lose access within a day, today’s included. More than {{.Most}} are not taken off without your answer.",
			"Count", number(len(t.lose)), "Most", number(most))
	}
	if most := max(GainPeople, r.People*GainShare/100); len(t.gain) > most {
		m.gives = say("{{.Count}} people would get access within a day, today’s included. More than {{.Most}} are not let in without your answer.",
			"Count", number(len(t.gain)), "Most", number(most))
	}
	if n := len(t.objects); n > TouchObjects && n*100 > r.Objects*TouchShare {
		m.touches = say("More than half of what Latchkey made in SALTO KS would change within a day: {{.Count}} of {{.All}} things.",
			"Count", number(n), "All", number(r.Objects))
	}
	return m
}

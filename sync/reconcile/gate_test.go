package reconcile

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

// steps makes n steps about n people, the first of whom has the number from.
func steps(op Op, class Class, from, n int) []Step {
	var out []Step
	for i := range n {
		p := store.PersonID(from + i)
		s := Step{Op: op, Class: class, Person: p, Object: UserObject(p)}
		switch op {
		case AddMember, RemoveMember:
			s.Object, s.Group = MembersObject("full"), "full"
		case AddPerson, RemovePerson, AddDoor, RemoveDoor, SetWindow, DeleteGroup, CreateGroup, DropSchedule:
			s.Object = GroupObject(fmt.Sprintf("booking:%d", p))
		}
		s.Key = fmt.Sprintf("%s/%s/%d", s.Object, op, p)
		out = append(out, s)
	}
	return out
}

// rails are those of a site with many people, in use since yesterday.
func rails() Rails {
	return Rails{
		Guard: store.Guard{SiteID: "site", Computer: "desk", SyncedAt: now.AddDate(0, 0, -1)}, People: 100, Objects: 1000, SiteID: "site", Now: now,
	}
}

func judge(r Rails, s ...Step) Verdict { return Judge(ChangeSet{Lineage: "file", Steps: s}, r) }

func loses(n, most int) string {
	return fmt.Sprintf("%d people would lose access within a day, today’s included. More than %d are not taken off without your answer.", n, most)
}

func gains(n, most int) string {
	return fmt.Sprintf("%d people would get access within a day, today’s included. More than %d are not let in without your answer.", n, most)
}

func touches(n, all int) string {
	return fmt.Sprintf("More than half of what Latchkey made in SALTO KS would change within a day: %d of %d things.", n, all)
}

func why(v Verdict) []string {
	if v.Question == nil {
		return nil
	}
	var out []string
	for _, s := range v.Question.Why {
		out = append(out, s.String())
	}
	return out
}

func TestASetThatIsNothingOutOfTheOrdinaryMayBeSent(t *testing.T) {
	s := slices.Concat(steps(RemoveMember, Revoke, 1, 5), steps(AddMember, Grant, 10, 5), steps(Suspend, Tidy, 20, 50))
	v := judge(rails(), s...)
	require.Nil(t, v.Question)
	for _, x := range s {
		require.True(t, v.May(x))
		require.False(t, v.Agreed(x))
	}
}

func TestNothingIsAskedWhereThereIsNothingToDo(t *testing.T) {
	require.Nil(t, judge(Rails{AskFirst: true, Now: now}).Question)
}

// Each of these is a reason to ask before anything at all is sent.
func TestWhatIsAskedAboutAFileASiteAndAComputer(t *testing.T) {
	const (
		first    = "Nothing was sent to this site of SALTO KS yet. Look at what would happen, and then agree to it."
		other    = "The space is connected to another site of SALTO KS than before. Look at what would happen there, and then agree to it."
		restored = "The data file is older than what this computer had before: a backup was put back. What was changed since is not in it."
		moved    = "The data file was last used on another computer. Make sure that it is not used there any more: two would undo each other’s work."
		stale    = "SALTO KS was not brought up to date for more than three weeks. Look at what would change before it does."
		askFirst = "This space wants to be asked before anything is sent to SALTO KS."
	)
	for name, row := range map[string]struct {
		change func(r *Rails)
		why    []string
	}{
		"nothing":                   {func(*Rails) {}, nil},
		"the first time":            {func(r *Rails) { r.Guard = store.Guard{} }, []string{first}},
		"another site":              {func(r *Rails) { r.SiteID = "other" }, []string{other}},
		"a backup put back":         {func(r *Rails) { r.Guard.Restored = true }, []string{restored}},
		"another computer":          {func(r *Rails) { r.Guard.Moved = true }, []string{moved}},
		"a backup from another":     {func(r *Rails) { r.Guard.Restored, r.Guard.Moved = true, true }, []string{restored}},
		"a backup, another site":    {func(r *Rails) { r.Guard.Restored, r.SiteID = true, "other" }, []string{other}},
		"just three weeks":          {func(r *Rails) { r.Guard.SyncedAt = now.Add(-StaleAfter) }, nil},
		"more than three weeks":     {func(r *Rails) { r.Guard.SyncedAt = now.Add(-StaleAfter - time.Second) }, []string{stale}},
		"never in line with it":     {func(r *Rails) { r.Guard.SyncedAt = time.Time{} }, nil},
		"ask first":                 {func(r *Rails) { r.AskFirst = true }, []string{askFirst}},
		"ask first, the first time": {func(r *Rails) { r.AskFirst, r.Guard = true, store.Guard{} }, []string{first, askFirst}},
	} {
		t.Run(name, func(t *testing.T) {
			r := rails()
			row.change(&r)
			takes, gives := steps(RemoveMember, Revoke, 1, 1)[0], steps(AddMember, Grant, 2, 1)[0]
			v := judge(r, takes, gives)
			require.Equal(t, row.why, why(v))
			require.Equal(t, row.why == nil, v.May(takes))
			require.Equal(t, row.why == nil, v.May(gives))
		})
	}
}

// The limits: at each nothing is asked, one more and everything is.
func TestTheLimitsOnMassChanges(t *testing.T) {
	for name, row := range map[string]struct {
		people, objects int
		op              Op
		class           Class
		at              int
		why             string
	}{
		"few lose":             {10, 1000, RemoveMember, Revoke, 5, loses(6, 5)},
		"of 100 lose":          {100, 1000, RemoveMember, Revoke, 5, loses(6, 5)},
		"of 119 lose":          {119, 1000, RemoveMember, Revoke, 5, loses(6, 5)},
		"of 120 lose":          {120, 1000, RemoveMember, Revoke, 6, loses(7, 6)},
		"of 1,000 lose":        {1000, 1000, RemoveMember, Revoke, 50, loses(51, 50)},
		"few gain":             {10, 1000, AddMember, Grant, 25, gains(26, 25)},
		"of 125 gain":          {125, 1000, AddMember, Grant, 25, gains(26, 25)},
		"of 130 gain":          {130, 1000, AddMember, Grant, 26, gains(27, 26)},
		"of 1,000 gain":        {1000, 1000, AddMember, Grant, 200, gains(201, 200)},
		"few things":           {1000, 12, UpdateUser, Grant, 10, touches(11, 12)},
		"half of 20 things":    {1000, 20, UpdateUser, Grant, 10, touches(11, 20)},
		"half of 40 things":    {1000, 40, UpdateUser, Grant, 20, touches(21, 40)},
		"half of 41 things":    {1000, 41, UpdateUser, Grant, 20, touches(21, 41)},
		"windows of all":       {1000, 40, SetWindow, Grant, 20, touches(21, 40)},
		"a door more for each": {1000, 40, AddDoor, Grant, 20, touches(21, 40)},
	} {
		t.Run(name, func(t *testing.T) {
			r := rails()
			r.People, r.Objects = row.people, row.objects
			require.Empty(t, why(judge(r, steps(row.op, row.class, 1, row.at)...)))
			over := steps(row.op, row.class, 1, row.at+1)
			v := judge(r, over...)
			require.Equal(t, []string{row.why}, why(v))
			require.Equal(t, len(over), v.Question.Steps)
			require.False(t, v.May(over[0]))
		})
	}
}

// A person is counted once, whatever happens to them, and a thing as well.
func TestAPersonAndAThingAreCountedOnce(t *testing.T) {
	same := func(op Op, class Class, n int) []Step {
		out := steps(op, class, 1, n)
		for i := range out {
			out[i].Person, out[i].Object = 1, out[0].Object
		}
		return out
	}
	r := rails()
	r.Objects = 12
	require.Empty(t, why(judge(r, slices.Concat(same(RemoveMember, Revoke, 40), same(AddMember, Grant, 40))...)))
	v := judge(rails(), slices.Concat(steps(RemoveMember, Revoke, 1, 6), steps(RemovePerson, Revoke, 1, 6), steps(AddMember, Grant, 4, 3))...)
	require.Equal(t, []int{6, 3, 15}, []int{v.Question.Lose, v.Question.Gain, v.Question.Steps})
}

func TestAllReasonsAreGivenAtOnce(t *testing.T) {
	r := rails()
	r.Objects, r.AskFirst = 20, true
	v := judge(r, slices.Concat(steps(RemovePerson, Revoke, 1, 6), steps(AddMember, Grant, 100, 26), steps(UpdateUser, Grant, 200, 11))...)
	require.Equal(t, []string{
		"This space wants to be asked before anything is sent to SALTO KS.",
		loses(6, 5),
		gains(26, 25),
		touches(18, 20),
	}, why(v))
}

// What a step counts for.
func TestWhatAStepCountsFor(t *testing.T) {
	for name, row := range map[string]struct {
		s    Step
		want store.Expense
	}{
		"a new user":                    {Step{Op: CreateUser, Class: Grant, Object: "user:1", New: true}, store.Expense{Way: store.ExpenseGives}},
		"a seat":                        {Step{Op: Subscribe, Class: Grant, Object: "user:1"}, store.Expense{Way: store.ExpenseGives, Object: "user:1"}},
		"an unblocked user":             {Step{Op: Unblock, Class: Grant, Object: "user:1"}, store.Expense{Way: store.ExpenseGives, Object: "user:1"}},
		"a member":                      {Step{Op: AddMember, Class: Grant, Object: "members:g"}, store.Expense{Way: store.ExpenseGives, Object: "members:g"}},
		"a member who moves":            {Step{Op: AddMember, Class: Revoke, Object: "members:g"}, store.Expense{Way: store.ExpenseGives, Object: "members:g"}},
		"a person with extra doors":     {Step{Op: AddPerson, Class: Grant, Object: "group:doors:1"}, store.Expense{Way: store.ExpenseGives, Object: "group:doors:1"}},
		"an extra door":                 {Step{Op: AddDoor, Class: Grant, Object: "group:doors:1"}, store.Expense{Way: store.ExpenseGives, Object: "group:doors:1"}},
		"a first extra door":            {Step{Op: AddDoor, Class: Grant, Object: "group:doors:1", New: true}, store.Expense{Way: store.ExpenseGives}},
		"a person with a booking":       {Step{Op: AddPerson, Class: Grant, Object: "group:booking:1"}, store.Expense{Way: store.ExpenseNeither, Object: "group:booking:1"}},
		"a door of a booking":           {Step{Op: AddDoor, Class: Grant, Object: "group:booking:1"}, store.Expense{Way: store.ExpenseNeither, Object: "group:booking:1"}},
		"a door of a new booking":       {Step{Op: AddDoor, Class: Grant, Object: "group:booking:1", New: true}, store.Expense{Way: store.ExpenseNeither}},
		"a new group":                   {Step{Op: CreateGroup, Class: Grant, Object: "group:doors:1", New: true}, store.Expense{Way: store.ExpenseNeither}},
		"a longer window":               {Step{Op: SetWindow, Class: Grant, Object: "group:booking:1"}, store.Expense{Way: store.ExpenseNeither, Object: "group:booking:1"}},
		"a shorter window":              {Step{Op: SetWindow, Class: Revoke, Object: "group:booking:1"}, store.Expense{Way: store.ExpenseTakes, Object: "group:booking:1"}},
		"a name":                        {Step{Op: UpdateUser, Class: Grant, Object: "user:1"}, store.Expense{Way: store.ExpenseNeither, Object: "user:1"}},
		"a tag taken back":              {Step{Op: UpdateUser, Class: Revoke, Object: "user:1"}, store.Expense{Way: store.ExpenseTakes, Object: "user:1"}},
		"a member who leaves":           {Step{Op: RemoveMember, Class: Revoke, Object: "members:g"}, store.Expense{Way: store.ExpenseTakes, Object: "members:g"}},
		"a person who leaves":           {Step{Op: RemovePerson, Class: Revoke, Object: "group:booking:1"}, store.Expense{Way: store.ExpenseTakes, Object: "group:booking:1"}},
		"a door that is closed":         {Step{Op: RemoveDoor, Class: Revoke, Object: "group:booking:1"}, store.Expense{Way: store.ExpenseTakes, Object: "group:booking:1"}},
		"a schedule that is dropped":    {Step{Op: DropSchedule, Class: Revoke, Object: "group:booking:1"}, store.Expense{Way: store.ExpenseTakes, Object: "group:booking:1"}},
		"a booking that is cancelled":   {Step{Op: DeleteGroup, Class: Revoke, Object: "group:booking:1"}, store.Expense{Way: store.ExpenseTakes, Object: "group:booking:1"}},
		"a booking that is over":        {Step{Op: DeleteGroup, Class: Tidy, Object: "group:booking:1"}, store.Expense{Way: store.ExpenseNeither}},
		"a seat that is freed":          {Step{Op: Suspend, Class: Tidy, Object: "user:1"}, store.Expense{Way: store.ExpenseNeither}},
		"a user who is tidied away":     {Step{Op: DeleteUser, Class: Tidy, Object: "user:1"}, store.Expense{Way: store.ExpenseNeither}},
		"a seat that takes something":   {Step{Op: Suspend, Class: Revoke, Object: "user:1"}, store.Expense{Way: store.ExpenseTakes, Object: "user:1"}},
		"a delete that takes something": {Step{Op: DeleteUser, Class: Revoke, Object: "user:1"}, store.Expense{Way: store.ExpenseTakes, Object: "user:1"}},
	} {
		row.s.Person, row.want.Person = 1, 1
		require.Equal(t, row.want, row.s.Expense(), name)
	}
}

func TestWhichStepTakes(t *testing.T) {
	for op, classes := range map[Op][]Class{
		RemoveMember: {Urgent, Revoke, Grant, Tidy}, RemovePerson: {Urgent, Revoke, Grant, Tidy}, RemoveDoor: {Urgent, Revoke, Grant, Tidy},
		DropSchedule: {Urgent, Revoke, Grant, Tidy}, Suspend: {Urgent, Revoke, Grant, Tidy}, DeleteUser: {Urgent, Revoke, Grant, Tidy},
		DeleteGroup: {Urgent, Revoke}, SetWindow: {Urgent, Revoke}, UpdateUser: {Urgent, Revoke},
		CreateUser: nil, Subscribe: nil, Unblock: nil, AddMember: nil, CreateGroup: nil, AddDoor: nil, AddPerson: nil,
	} {
		for _, c := range []Class{Urgent, Revoke, Grant, Tidy} {
			require.Equal(t, slices.Contains(classes, c), Step{Op: op, Class: c}.Takes(), "%s %d", op, c)
		}
	}
}

// New bookings of people who have a user give a room for an hour, each made at
// the desk: however many there are, nobody is asked.
func TestAWeekOfNewBookingsIsNoMassChange(t *testing.T) {
	w := lived(t)
	for b := range 40 {
		w.books(store.BookingID(100+b), ana, "10:00", "12:00", "a", "b")
	}
	r := rails()
	r.People, r.Objects = 2, 6
	v := Judge(w.plan(), r)
	require.Empty(t, why(v))
	for b := range 40 { // also when all that is missing is the person, or the doors
		g := w.in.Target.Groups[fmt.Sprintf("booking:%d", 100+b)]
		key := fmt.Sprintf("booking:%d", 100+b)
		w.in.Ledger.Groups[key] = store.LedgerGroup{Key: key, RemoteID: key, ScheduleID: "s", ConfirmedAt: w.in.Now, State: store.GroupState{
			Name: g.State.Name, Doors: g.State.Doors, Start: g.State.Start, End: g.State.End,
		}}
		if b%2 == 0 {
			made := w.in.Ledger.Groups[key]
			made.State.Doors, made.State.People = nil, g.State.People
			w.in.Ledger.Groups[key] = made
		}
	}
	require.Empty(t, why(Judge(w.plan(), r)))
}

// One an hour is as many in a day: what was sent counts for a day.
func TestADripIsNoticedLikeAFlood(t *testing.T) {
	r := rails()
	held := 0
	type sent struct {
		at time.Time
		x  store.Expense
	}
	var book []sent
	for hour := range 48 {
		r.Now = now.Add(time.Duration(hour) * time.Hour)
		r.Spent = nil
		for _, x := range book {
			if x.at.After(r.Now.Add(-Budget)) {
				r.Spent = append(r.Spent, x.x)
			}
		}
		s := steps(RemoveMember, Revoke, hour, 1)[0]
		if v := judge(r, s); !v.May(s) {
			held++
			require.Equal(t, 1, v.Question.Lose, "what is asked about is what is left")
			continue
		}
		book = append(book, sent{r.Now, s.Expense()})
	}
	require.Equal(t, 48-10, held, "five in each day")
	require.Len(t, book, 10)
}

func TestWhatWasSpentCountsInEachBudget(t *testing.T) {
	spent := func(op Op, class Class, n int) (out []store.Expense) {
		for _, s := range steps(op, class, 100, n) {
			out = append(out, s.Expense())
		}
		return out
	}
	for name, row := range map[string]struct {
		op    Op
		class Class
		most  int
	}{"lose": {RemoveMember, Revoke, 5}, "gain": {AddMember, Grant, 25}, "touch": {UpdateUser, Grant, 20}} {
		r := rails()
		r.Objects = 40
		r.Spent = spent(row.op, row.class, row.most-1)
		require.Empty(t, why(judge(r, steps(row.op, row.class, 1, 1)...)), name)
		require.Len(t, why(judge(r, steps(row.op, row.class, 1, 2)...)), 1, name)
		require.Empty(t, why(judge(r, steps(row.op, row.class, 100, row.most)...)), "the same again is none more")
	}
}

// What the desk has agreed to is sent, and counts for nothing.
func TestWhatWasAgreedToPasses(t *testing.T) {
	r := rails()
	s := steps(RemoveMember, Revoke, 1, 9)
	require.NotNil(t, judge(r, s...).Question)
	for _, x := range s[:4] {
		r.Guard.Agreed = append(r.Guard.Agreed, x.Mark())
	}
	v := judge(r, s...)
	require.Nil(t, v.Question, "five are left")
	more := steps(RemoveMember, Revoke, 20, 1)
	v = judge(r, append(s, more...)...)
	require.Equal(t, []int{6, 6}, []int{v.Question.Lose, v.Question.Steps})
	for i, x := range s {
		require.Equal(t, i < 4, v.May(x))
		require.Equal(t, i < 4, v.Agreed(x))
	}
	r.AskFirst, r.SiteID = true, "other"
	require.True(t, judge(r, s...).May(s[0]))
	for _, x := range s[4:] {
		r.Guard.Agreed = append(r.Guard.Agreed, x.Mark())
	}
	require.Nil(t, judge(r, s...).Question, "there is nothing left to ask about")
	changed := s[0]
	changed.Group = "basic"
	require.False(t, judge(r, changed).May(changed), "something else under the same key was not agreed to")
}

func TestABlockAtTheDeskPassesWhateverIsAsked(t *testing.T) {
	urgent := steps(Suspend, Urgent, 1, 30)
	r := rails()
	require.Nil(t, judge(r, urgent...).Question)
	r.AskFirst, r.Guard.Restored, r.Guard.Moved, r.SiteID = true, true, true, "other"
	rest := steps(RemoveMember, Revoke, 50, 1)
	v := judge(r, append(urgent, rest...)...)
	require.NotNil(t, v.Question)
	require.Equal(t, 1, v.Question.Steps)
	for _, s := range urgent {
		require.True(t, v.May(s))
		require.True(t, v.Agreed(s), "it is not spent")
	}
	require.False(t, v.May(rest[0]))
}

// Where only too much is given, what takes goes on: but of somebody who moves
// both are held, so that nobody is locked out half-way.
func TestWhereTooMuchIsGivenWhatTakesGoesOn(t *testing.T) {
	gives := steps(AddMember, Grant, 1, 26)
	mover, leaver := steps(RemoveMember, Revoke, 1, 1)[0], steps(RemoveMember, Revoke, 50, 1)[0]
	freed := steps(Suspend, Tidy, 60, 1)[0]
	tidied := steps(DeleteGroup, Tidy, 50, 1)[0]
	renamed := steps(UpdateUser, Grant, 50, 1)[0]
	set := append(slices.Clone(gives), mover, leaver, freed, tidied, renamed)
	v := judge(rails(), set...)
	require.Len(t, v.Question.Why, 1)
	require.False(t, v.May(gives[0]))
	require.False(t, v.May(mover))
	require.True(t, v.May(leaver), "also with something to tidy up, and another name")
	require.True(t, v.May(freed))
	require.False(t, v.May(tidied))
	require.False(t, v.May(renamed))

	r := rails()
	r.Guard.Agreed = []string{gives[0].Mark()}
	v = judge(r, append(set, steps(AddMember, Grant, 30, 1)...)...)
	require.True(t, v.May(mover), "what was agreed to is not held up, and the leaving need not wait for it")

	for name, change := range map[string]func(r *Rails, s *[]Step){
		"too many lose":      func(_ *Rails, s *[]Step) { *s = append(*s, steps(RemoveMember, Revoke, 70, 6)...) },
		"too much touched":   func(r *Rails, s *[]Step) { r.Objects = 12; *s = append(*s, steps(UpdateUser, Grant, 70, 11)...) },
		"asked first":        func(r *Rails, _ *[]Step) { r.AskFirst = true },
		"another site":       func(r *Rails, _ *[]Step) { r.SiteID = "other" },
		"only too many lose": func(_ *Rails, s *[]Step) { *s = append(steps(RemoveMember, Revoke, 70, 6), leaver) },
	} {
		r, s := rails(), slices.Clone(set)
		change(&r, &s)
		v := judge(r, s...)
		require.NotNil(t, v.Question, name)
		require.False(t, v.May(leaver), name)
	}
}

// What is agreed to is this and nothing else.
func TestTheViewChangesWithAnythingThatWouldBeSent(t *testing.T) {
	set := ChangeSet{Lineage: "file", Serial: 3, Steps: append(steps(AddMember, Grant, 1, 2), steps(SetWindow, Grant, 7, 1)...)}
	view := View(set, "site")
	require.NotEmpty(t, view)
	turned := set
	turned.Steps = slices.Clone(set.Steps)
	slices.Reverse(turned.Steps)
	turned.Serial = 4
	turned.Steps[0].Due, turned.Steps[0].What = now, say("Otherwise said.")
	require.Equal(t, view, View(turned, "site"), "in whatever order it is, whenever it is due and however it is said")

	require.NotEqual(t, view, View(set, "other"))
	other := set
	other.Lineage = "copy"
	require.NotEqual(t, view, View(other, "site"))
	for name, change := range map[string]func(s []Step) []Step{
		"one less":       func(s []Step) []Step { return s[1:] },
		"one more":       func(s []Step) []Step { return append(s, steps(AddMember, Grant, 9, 1)...) },
		"another key":    func(s []Step) []Step { s[0].Key += "x"; return s },
		"another group":  func(s []Step) []Step { s[0].Group = "basic"; return s },
		"another person": func(s []Step) []Step { s[0].Person = 9; return s },
		"another op":     func(s []Step) []Step { s[0].Op = RemoveMember; return s },
		"another start":  func(s []Step) []Step { s[2].Start = at("10:00"); return s },
		"another end":    func(s []Step) []Step { s[2].End = at("10:00"); return s },
		"another door":   func(s []Step) []Step { s[2].Door = "a"; return s },
		"another name":   func(s []Step) []Step { s[2].Name = "n"; return s },
		"another user":   func(s []Step) []Step { s[2].User.TagID = "t"; return s },
		"a stranger":     func(s []Step) []Step { s[2].Platform = "p"; return s },
		"a schedule":     func(s []Step) []Step { s[2].Schedule = "s"; return s },
	} {
		c := set
		c.Steps = change(slices.Clone(set.Steps))
		require.NotEqual(t, view, View(c, "site"), name)
	}
}

func TestAQuestionIsAsOldAsItsView(t *testing.T) {
	r := rails()
	r.AskFirst = true
	s := steps(AddMember, Grant, 1, 2)
	q := judge(r, s...).Question
	require.Equal(t, now, q.AskedAt)
	require.Equal(t, View(ChangeSet{Lineage: "file", Steps: s}, "site"), q.View)
	r.Guard.Question, r.Now = q, now.Add(time.Hour)
	require.Equal(t, now, judge(r, s...).Question.AskedAt)
	require.Equal(t, r.Now, judge(r, s[1:]...).Question.AskedAt, "another change set is another question")
	r.Guard.Agreed = []string{s[0].Mark()}
	require.Equal(t, now, judge(r, s...).Question.AskedAt, "the view is of all that would be sent")
}

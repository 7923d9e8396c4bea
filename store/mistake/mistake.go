// Package mistake names deliberate mistakes in the rules of access and in
// their application. The test of the simulation makes them, one at a time, and
// has to notice each: a harness that finds nothing proves nothing.
//
// They can be made only in a build with the tag "mistakes". In any other, On
// is false at compile time, and nothing of them is left in the program.
package mistake

// Name is one mistake.
type Name string

// The mistakes.
const (
	NoAdoption        Name = "a thing that was made before is not looked for"
	NoIntent          Name = "a request goes out before its intent is written"
	NormalSync        Name = "the file does not wait for the disk"
	NoCompleteness    Name = "half a list is taken for the whole"
	BudgetPerRun      Name = "the limits on mass changes forget between passes"
	AutoRegrant       Name = "what somebody took away in KS is given again"
	GrantFirst        Name = "what gives access goes before what takes it"
	BufferAfterOnly   Name = "a booking opens no minute before its start"
	LastDayExcluded   Name = "the last day of a membership is left out"
	UTCWindows        Name = "windows are written in UTC"
	BookingEndsPlan   Name = "the end of a booking takes what the plan gives"
	RetryUnknown      Name = "a create of unknown outcome is sent again"
	TakeForeign       Name = "memberships that somebody else added are taken away"
	StaleAgreement    Name = "what was agreed to is not compared with what is sent"
	FailureStops      Name = "a step that fails stops those after it"
	BelieveAccepted   Name = "accepted is taken for done, without reading"
	CoMemberStays     Name = "a co-member keeps access without the main member"
	PauseIgnored      Name = "a pause changes nothing"
	WiderStays        Name = "what somebody widened in a managed group stays"
	BlockWaits        Name = "a block waits for an answer like anything else"
	RestoredUnnoticed Name = "an old copy of the file is not noticed"
	PassIgnored       Name = "a plan limited to passes opens without one"
	LostTagWaits      Name = "a lost tag waits until its user gets another"
	StayWithoutEnd    Name = "who came in with a pass may stay for ever"
)

// All are the mistakes, in the order above.
func All() []Name {
	return []Name{
		NoAdoption, NoIntent, NormalSync, NoCompleteness, BudgetPerRun, AutoRegrant, GrantFirst, BufferAfterOnly, LastDayExcluded,
		UTCWindows, BookingEndsPlan, RetryUnknown, TakeForeign, StaleAgreement, FailureStops, BelieveAccepted, CoMemberStays,
		PauseIgnored, WiderStays, BlockWaits, RestoredUnnoticed, PassIgnored, LostTagWaits, StayWithoutEnd,
	}
}

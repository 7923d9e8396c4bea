package store

// PlanID names a plan in this file.
type PlanID int64

// Mapping gives a plan's members one access group of one space's site.
type Mapping struct {
	Space SpaceID
	Group KSRef
}

// Allowance is how many passes of a kind a plan gives in a month.
type Allowance struct {
	Type  PassTypeID
	Count int // 1 to 100
}

// Plan is what a member pays for. It maps to any number of KS access groups
// in each space; a plan without a mapping opens no door.
type Plan struct {
	ID       PlanID
	Key      string
	Rev      int64
	Name     string
	Note     string
	Archived bool // not offered for new members; those who have it keep it
	Mappings []Mapping

	Allowances []Allowance // passes that each member has anew in each month, by kind

	// PassLimited gives the plan's doors only to those who have a valid pass or
	// are checked in with one (product.md, P10).
	PassLimited bool
}

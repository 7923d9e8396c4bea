package ks

// Me is the person who signed in, as KS knows them on every site.
type Me struct {
	ID        string // platform user id
	Email     string
	FirstName string
	LastName  string
}

// Owner is the owner of a site. The owner's tag is the master key of the site
// and must never be moved (DOC).
type Owner struct {
	ID        string // platform user id
	FirstName string
	LastName  string
	Email     string
	TagNumber string
}

// Site is one place in KS.
type Site struct {
	ID                string
	UID               string // printed on the site's papers ("DE0…"); no path accepts it (MEAS)
	Name              string
	Zone              string // IANA time zone
	SeatsUsed         int    // every subscribed user, guests too
	SeatsBought       int
	SubscriptionValid bool // true when KS does not say
	Released          bool // true when KS does not say
	Owner             Owner
}

// Subscription is what was bought for a site.
type Subscription struct {
	Seats    int
	Type     string
	Features []string
}

// IQ is the hub that a lock hears from.
type IQ struct {
	ID     string
	Name   string
	Zone   string // IANA time zone, in which it reads time schedules (CLI); "" inside a Lock
	Online bool   // true when KS does not say; KS may take half an hour to notice that it is not (DOC)
}

// Lock is a door.
type Lock struct {
	ID          string
	Name        string
	Online      bool // true when KS does not say
	IQ          IQ
	Type        string // "escutcheon_pin", "wall_reader", …
	LockedState string // none, locked, office_mode, uncertain, unlocked
	Battery     string
	PrivacyMode bool
}

// Role is a role that the signed-in account may give. Choose by Code: ids
// differ between sites.
type Role struct {
	ID   string
	Code string
	Name string
}

// The codes of the roles that Latchkey knows by name (MEAS).
const (
	RoleSiteAdmin = "site_admin"      // for the account of Latchkey
	RoleSuperUser = "site_super_user" // may do most of what a site admin may
	RoleSiteUser  = "site_user"       // for people who only open doors

	roleMobileUser = "site_mobile_user" // beside site_user on some people (MEAS); what it means is not proven
	rolePodMember  = "site_pod_member"  // a site user of a pod
	roleGuest      = "site_guest"       // a person with a PIN, for a time
)

// User is a person on a site. KS has two ids for one person, and refuses the
// wrong one with "User not found" (MEAS).
type User struct {
	ID         string // site user id: for every call under /users
	PlatformID string // for memberships of groups and in entries
	FirstName  string
	LastName   string
	Email      string // "" for a person without app and invitation
	Alias      string
	TagNumber  string // eight digits, zeros in front kept
	Phone      string

	HasProfile  bool // the person has registered; then names are theirs to change
	ManagedHere bool // this site may change the names
	Subscribed  bool // has a seat; without one no door opens
	Blocked     bool
	Roles       []Role
}

// NewUser is a person to create.
type NewUser struct {
	FirstName string
	LastName  string
	Email     string // KS mails an invitation to it; "" is not sent, so there is none
	Alias     string
	RoleID    string
	TagID     string // a registered, free tag, or ""
}

// UserPatch changes what is not nil.
type UserPatch struct {
	FirstName *string
	LastName  *string
	Email     *string // pointer to "" takes it away (GUESS: sent as null)
	Alias     *string
	Blocked   *bool
	TagID     *string // pointer to "" takes the tag away (GUESS: sent as null)

	// LostTag is the KS id of the tag that is taken away, where it is lost: if KS
	// does not let it be taken, it is blocked.
	LostTag string
}

func (p UserPatch) body() map[string]any {
	body := map[string]any{}
	for key, value := range map[string]*string{"first_name": p.FirstName, "last_name": p.LastName, "alias": p.Alias} {
		if value != nil {
			body[key] = *value
		}
	}
	// An empty string is refused for these (CLI), null is what is left.
	for key, value := range map[string]*string{"email": p.Email, "tag_id": p.TagID} {
		if value != nil {
			body[key] = orNull(*value)
		}
	}
	if p.Blocked != nil {
		body["blocked"] = *p.Blocked
	}
	return body
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// Group is an access group. KS lets two groups have one name.
type Group struct {
	ID   string
	Name string
}

// Member is a person in a group.
type Member struct {
	PlatformID string
	Name       string
	Email      string
}

// Tag is a fob or card that was registered at a lock of the site.
type Tag struct {
	ID     string
	Number string // eight digits, zeros in front kept
}

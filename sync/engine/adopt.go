package engine

import (
	"fmt"
	"strconv"
	"strings"

	"latchkey/store"
	"latchkey/sync/access"
	"latchkey/sync/ks"
)

// managedPrefix begins the name of every group that this file's Latchkey made.
func managedPrefix(install string) string { return "Latchkey " + install + "-" }

// adoptGroups takes groups that bear our mark into the ledger where it lost
// them. One that nothing wants any more, or a second one for the same key, is
// then deleted like any other that is not in the target.
func (e *Engine) adoptGroups(tx *store.Tx, ledger store.Ledger, groups []ks.Group, prefix string) error {
	known := make(map[string]bool, len(ledger.Groups))
	for _, g := range ledger.Groups {
		known[g.RemoteID] = true
	}
	for _, g := range groups {
		if known[g.ID] {
			continue
		}
		key := keyOfName(strings.TrimPrefix(g.Name, prefix))
		if _, taken := ledger.Groups[key]; taken || key == "" {
			key = "orphan:" + g.ID
		}
		lg := store.LedgerGroup{Key: key, RemoteID: g.ID, State: store.GroupState{Name: g.Name}}
		ledger.Groups[key] = lg
		if err := tx.PutGroup(e.cfg.Space, lg); err != nil {
			return err
		}
	}
	return nil
}

// keyOfName returns the ledger's key for the end of a managed group's name,
// "" for one that no Latchkey gives.
func keyOfName(suffix string) string {
	digits, extra := strings.CutPrefix(suffix, "m")
	n, err := strconv.ParseInt(digits, 10, 64)
	switch {
	case err != nil:
		return ""
	case extra:
		return access.DoorsKey(store.PersonID(n))
	default:
		return access.BookingKey(store.BookingID(n))
	}
}

// adoptUsers takes users that bear our mark into the ledger where it lost
// them, and notes who has finished their profile since.
func (e *Engine) adoptUsers(tx *store.Tx, ledger store.Ledger, users []ks.User, install string) error {
	bySiteID := make(map[string]store.LedgerUser, len(ledger.Users))
	for _, u := range ledger.Users {
		bySiteID[u.SiteUserID] = u
	}
	for _, u := range users {
		lu, bound := bySiteID[u.ID]
		if bound {
			if lu.HasProfile == u.HasProfile {
				continue
			}
			lu.HasProfile = u.HasProfile
		} else {
			var id store.PersonID
			if n, err := fmt.Sscanf(u.Alias, "latchkey-"+install+"-%d", &id); n != 1 || err != nil {
				continue
			}
			if _, taken := ledger.Users[id]; taken {
				continue
			}
			lu = store.LedgerUser{Person: id, SiteUserID: u.ID, PlatformID: u.PlatformID, HasProfile: u.HasProfile, State: store.UserState{
				FirstName: u.FirstName, LastName: u.LastName, Email: u.Email, Subscribed: u.Subscribed,
			}}
		}
		ledger.Users[lu.Person] = lu
		if err := tx.PutUser(e.cfg.Space, lu); err != nil {
			return err
		}
	}
	return nil
}

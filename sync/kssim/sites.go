package kssim

import (
	"fmt"
	"slices"
	"time"
)

// siteJSON is a site as section 5.1 of the API facts shows it.
type siteJSON struct {
	ID                string    `json:"id"`
	SiteUID           string    `json:"site_uid"`
	CustomerReference string    `json:"customer_reference"`
	CountryCode       string    `json:"country_code"`
	TimeZone          string    `json:"time_zone"`
	ActiveUsers       int       `json:"active_user_amount"`     // seats used
	SubscribedUsers   int       `json:"subscribed_user_amount"` // seats bought
	ActiveIQs         int       `json:"active_iq_amount"`
	SubscriptionValid bool      `json:"subscription_valid"`
	PINEnabled        bool      `json:"pin_enabled"`
	MobileKeys        bool      `json:"mkey_compatible"`
	InstallationState string    `json:"installation_state"`
	StoreEventsTTL    string    `json:"store_events_ttl"`
	Owner             *userJSON `json:"owner"`
}

type roleJSON struct {
	ID                string  `json:"id"`
	CustomerReference string  `json:"customer_reference"`
	Code              string  `json:"code"`
	ParentID          *string `json:"parent_id"`
	IsHierarchical    bool    `json:"is_hierarchical"`
}

type iqRefJSON struct {
	ID                string `json:"id"`
	CustomerReference string `json:"customer_reference"`
	MAC               string `json:"mac_address"`
	Online            bool   `json:"is_online"`
	Revision          string `json:"revision"`
	OTPEnabled        bool   `json:"otp_enabled"`
}

type lockJSON struct {
	ID                string    `json:"id"`
	CustomerReference string    `json:"customer_reference"`
	MAC               string    `json:"mac"`
	LockType          string    `json:"lock_type"`
	LockedState       string    `json:"locked_state"`
	Online            bool      `json:"online"`
	BatteryLevel      string    `json:"battery_level"`
	PrivacyMode       bool      `json:"privacy_mode"`
	IQLinkState       string    `json:"iq_link_state"`
	TagRegistration   string    `json:"tag_registration_state"`
	OfflineKeysLimit  int       `json:"offline_access_keys_limit"`
	OfflineKeys       int       `json:"offline_access_keys_count"`
	IQ                iqRefJSON `json:"iq"`
}

type iqJSON struct {
	ID                string `json:"id"`
	CustomerReference string `json:"customer_reference"`
	TimeZone          string `json:"time_zone"`
	MAC               string `json:"mac"`
	State             string `json:"state"`
	Online            bool   `json:"online"`
	DataSyncState     string `json:"data_sync_state"`
	Revision          string `json:"revision"`
	OTPEnabled        bool   `json:"otp_enabled"`
}

type tagJSON struct {
	ID         string `json:"id"`
	TagNumber  string `json:"tag_number"`
	SourceIQID string `json:"source_iq_id"`
	AddedDate  string `json:"added_date"`
}

const instantLayout = "2006-01-02T15:04:05Z"

func getMe(c *call) (reply, error) {
	account := c.cfg.Account
	return ok(map[string]any{
		"id":         accountID(account),
		"first_name": account.FirstName,
		"last_name":  account.LastName,
		"email":      account.Email,
		"phone":      nil,
		"language":   "en-GB",
		"tag_number": nil,
		"image_url":  nil,
	})
}

func listSites(c *call) (reply, error) {
	seen := without(slices.Clone(c.st.Sites), func(si *site) bool { return !si.shownTo(si.AccountID) })
	return list(c, seen, fields[*site]{
		"site_uid":           func(si *site) any { return si.UID },
		"customer_reference": func(si *site) any { return si.Name },
	}, func(si *site) any { return c.siteJSON(si) })
}

func getSite(c *call) (reply, error) { return ok(c.siteJSON(c.site)) }

func getSiteMe(c *call) (reply, error) {
	return ok(c.siteUserJSON(c.site.userOf(c.site.AccountID)))
}

func getSubscription(c *call) (reply, error) {
	return ok(map[string]any{
		"user_amount": c.site.Seats,
		"type":        "default",
		"features":    []string{"smart_tag_assignment", "nfc", "events_storage", "activity_log"},
	})
}

func listLocks(c *call) (reply, error) {
	return list(c, c.site.Locks, lockFields, c.renderLock)
}

var lockFields = fields[*lock]{
	"customer_reference": func(l *lock) any { return l.Name },
}

func getLock(c *call) (reply, error) {
	l := c.site.lockByID(c.r.PathValue("lock"))
	if l == nil {
		return reply{}, errNotFound("Lock")
	}
	return ok(c.renderLock(l))
}

func listIQs(c *call) (reply, error) {
	return list(c, c.site.IQs, fields[*iq]{
		"customer_reference": func(q *iq) any { return q.Name },
	}, func(q *iq) any { return c.iqJSON(q) })
}

func getIQ(c *call) (reply, error) {
	q := c.site.iqByID(c.r.PathValue("iq"))
	if q == nil {
		return reply{}, errNotFound("IQ")
	}
	return ok(c.iqJSON(q))
}

func (s *Sim) siteJSON(si *site) siteJSON {
	installation := "released"
	if !si.Released {
		installation = "in_installation"
	}
	answer := siteJSON{
		ID: si.ID, SiteUID: si.UID, CustomerReference: si.Name, CountryCode: si.Country, TimeZone: si.TimeZone,
		ActiveUsers: si.seatsUsed(), SubscribedUsers: si.Seats, ActiveIQs: len(si.IQs),
		SubscriptionValid: si.SubscriptionValid, PINEnabled: true, MobileKeys: true,
		InstallationState: installation, StoreEventsTTL: fmt.Sprintf("%d.00:00:00", si.retentionDays()),
	}
	if owner := si.userOf(si.OwnerID); owner != nil {
		shown := s.userJSON(&si.rights, owner)
		answer.Owner = &shown
	}
	return answer
}

func (c *call) renderLock(l *lock) any {
	answer := lockJSON{
		ID: l.ID, CustomerReference: l.Name, MAC: mac(l.ID), LockType: "wall_reader", LockedState: "locked",
		Online: !l.Cut, BatteryLevel: "fresh", PrivacyMode: l.Privacy, IQLinkState: "attached", TagRegistration: "not_started",
		OfflineKeysLimit: 360, OfflineKeys: len(c.site.offlineKeys(l)),
	}
	switch {
	case l.Cut:
		answer.LockedState = "uncertain"
	case l.Office:
		answer.LockedState = "office_mode"
	}
	if l.Registers != nil && c.now().Before(*l.Registers) {
		answer.TagRegistration = "started"
	}
	if q := c.site.iqByID(l.IQID); q != nil {
		online := c.seenOnline(q)
		answer.Online = answer.Online && online
		answer.IQ = iqRefJSON{ID: q.ID, CustomerReference: q.Name, MAC: mac(q.ID), Online: online, Revision: "2.0", OTPEnabled: true}
	}
	return answer
}

// seenOnline is what KS shows of a hub: it takes a while to notice.
func (s *Sim) seenOnline(q *iq) bool {
	return q.Offline == nil || s.now().Before(q.Offline.Add(time.Duration(s.cfg.Readings.NoticeDelay)))
}

// iqJSON shows "not_synced" because that was the steady state of a working site.
func (s *Sim) iqJSON(q *iq) iqJSON {
	return iqJSON{
		ID: q.ID, CustomerReference: q.Name, TimeZone: q.TimeZone, MAC: mac(q.ID), State: "active",
		Online: s.seenOnline(q), DataSyncState: "not_synced", Revision: "2.0", OTPEnabled: true,
	}
}

// mac invents a hardware address that belongs to the object for good.
func mac(id string) string { return "01" + id[:8] + "00" }

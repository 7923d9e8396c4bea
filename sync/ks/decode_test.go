package ks

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// The bodies are those of ks-connect-api, with invented values.
const (
	siteBody = `{"id":"s-1","site_uid":"DE0000000001","customer_reference":"Space Berlin","country_code":"DE","time_zone":"Europe/Berlin",
		"active_user_amount":5,"subscribed_user_amount":10,"active_iq_amount":1,"subscription_valid":true,"pin_enabled":true,
		"installation_state":"released","store_events_ttl":"90.00:00:00",
		"owner":{"id":"u-9","first_name":"O","last_name":"W","email":"o@example.org","tag_number":"01500000","has_profile":true}}`
	lockBody = `{"id":"l-1","customer_reference":"Front door","mac":"01","floor":null,"lock_type":"escutcheon_pin","locked_state":"locked",
		"online":true,"battery_level":"fresh","privacy_mode":false,"vendor":{"id":"v-1"},
		"iq":{"id":"iq-1","customer_reference":"IQ 01","is_online":true,"revision":"2.0"}}`
	userBody = `{"id":"su-1","user":{"id":"u-2","first_name":"Mia","last_name":"Member","email":"mia@example.org","has_profile":true,
		"is_managed_by_current_site":false,"tag_number":"02300001","phone":"+49 1","image_url":null},
		"alias":"a","roles":[{"id":"r-1","customer_reference":"Site User","code":"site_user","parent_id":"r-0","is_hierarchical":true}],
		"subscription_state":"subscribed","blocked":false,"expires_at":null}`
	iqBody = `{"id":"iq-1","customer_reference":"IQ 01","time_zone":"Europe/Berlin","mac":"3B.00.01","operator":"x","state":"active",
		"online":true,"data_sync_state":"not_synced","restore_required":false,"reset_date":null,"signal_strength":21,"otp_enabled":true}`
	meBody       = `{"id":"u-1","first_name":"Ada","last_name":"Admin","phone":"+49 1","email":"ada@example.org","language":"de-DE","tag_number":null}`
	scheduleBody = `{"id":"t-1","monday":true,"tuesday":false,"wednesday":true,"thursday":true,"friday":true,"saturday":false,"sunday":true,
		"start_time":"08:00","end_time":"18:00:59","start_date":"2026-09-01T13:45:00Z","end_date":null}`
)

func TestDecodeSite(t *testing.T) {
	got, err := decodeOne[wireSite]([]byte(siteBody))
	require.NoError(t, err)
	require.Equal(t, Site{
		ID: "s-1", UID: "DE0000000001", Name: "Space Berlin", Zone: "Europe/Berlin", SeatsUsed: 5, SeatsBought: 10,
		SubscriptionValid: true, Released: true,
		Owner: Owner{ID: "u-9", FirstName: "O", LastName: "W", Email: "o@example.org", TagNumber: "01500000"},
	}, got)
}

func TestWhatASiteDoesNotSayIsNoAlarm(t *testing.T) {
	got, err := decodeOne[wireSite]([]byte(`{"id":"s"}`))
	require.NoError(t, err)
	require.True(t, got.SubscriptionValid)
	require.True(t, got.Released)
	got, err = decodeOne[wireSite]([]byte(`{"id":"s","subscription_valid":false,"installation_state":"in_installation"}`))
	require.NoError(t, err)
	require.False(t, got.SubscriptionValid)
	require.False(t, got.Released)
}

func TestDecodeLock(t *testing.T) {
	want := Lock{
		ID: "l-1", Name: "Front door", Online: true, IQ: IQ{ID: "iq-1", Name: "IQ 01", Online: true},
		Type: "escutcheon_pin", LockedState: "locked", Battery: "fresh",
	}
	for _, body := range []string{lockBody, `{"id":"x","lock":` + lockBody + `}`} {
		got, err := decodeOne[wireLock]([]byte(body))
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	got, err := decodeOne[wireLock]([]byte(`{"id":"x","lock_id":"l-1"}`))
	require.NoError(t, err)
	require.Equal(t, "l-1", got.ID)
}

func TestDecodeUser(t *testing.T) {
	got, err := decodeOne[wireUser]([]byte(userBody))
	require.NoError(t, err)
	require.Equal(t, User{
		ID: "su-1", PlatformID: "u-2", FirstName: "Mia", LastName: "Member", Email: "mia@example.org", Alias: "a",
		TagNumber: "02300001", Phone: "+49 1", HasProfile: true, Subscribed: true,
		Roles: []Role{{ID: "r-1", Code: RoleSiteUser, Name: "Site User"}},
	}, got)
}

// TestASilentlySuspendedUserIsSeen: with no seat left KS answers 201 all the same.
func TestASilentlySuspendedUserIsSeen(t *testing.T) {
	for _, state := range []string{`"suspended"`, `null`, `""`} {
		got, err := decodeOne[wireUser]([]byte(`{"id":"su","user":{"id":"u","email":null,"tag_number":null},"subscription_state":` + state + `}`))
		require.NoError(t, err)
		require.False(t, got.Subscribed)
		require.Empty(t, got.Email)
	}
}

// TestMembersAreKnownByPlatformID in each shape that the list may have.
func TestMembersAreKnownByPlatformID(t *testing.T) {
	for _, body := range []string{
		`{"id":"u-2","first_name":"Mia","last_name":"Member","email":"m@x.org"}`,
		`{"id":"x","user_id":"u-2","first_name":"Mia","last_name":"Member","email":"m@x.org"}`,
		`{"id":"su-1","user":{"id":"u-2","first_name":"Mia","last_name":"Member","email":"m@x.org"},"alias":""}`,
	} {
		got, err := decodeOne[wireMember]([]byte(body))
		require.NoError(t, err)
		require.Equal(t, Member{PlatformID: "u-2", Name: "Mia Member", Email: "m@x.org"}, got)
	}
	_, err := decodeOne[wireMember]([]byte(`{"id":"su-1","user":{}}`))
	require.ErrorIs(t, err, errNoID)
}

func TestDecodeSchedule(t *testing.T) {
	got, err := decodeOne[wireSchedule]([]byte(scheduleBody))
	require.NoError(t, err)
	require.Equal(t, Schedule{
		ID: "t-1", Days: [7]bool{true, false, true, true, true, false, true},
		StartTime: "08:00:00", EndTime: "18:00:59", StartDate: "2026-09-01T13:45:00",
	}, got)
}

func TestNumbersAndTextsMayChangePlaces(t *testing.T) {
	got, err := decodeOne[wireSite]([]byte(`{"id":17,"active_user_amount":"5","subscribed_user_amount":null,"customer_reference":12}`))
	require.NoError(t, err)
	require.Equal(t, "17", got.ID)
	require.Equal(t, 5, got.SeatsUsed)
	require.Zero(t, got.SeatsBought)
	require.Equal(t, "12", got.Name)
	for _, bad := range []string{`{"id":{}}`, `{"id":[]}`, `{"id":"1","active_user_amount":"many"}`, `{"id":"1","blocked":"perhaps"}`} {
		_, err := decodeOne[wireSite]([]byte(bad))
		_, err2 := decodeOne[wireUser]([]byte(bad))
		require.Error(t, errorsOf(err, err2), bad)
	}
}

func errorsOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

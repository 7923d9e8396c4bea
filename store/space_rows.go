package store

import (
	"context"
	"strings"
	"time"

	"latchkey/store/internal/db"
)

const noSpace = "This space does not exist any more. Choose another space."

// Spaces returns all spaces, the oldest first.
func (s *Store) Spaces(ctx context.Context) ([]Space, error) {
	return read(ctx, s, func(r rows) ([]Space, error) {
		list, err := r.q.Spaces(ctx)
		return mapped(list, space), err
	})
}

// Space returns one space, or a Problem (CodeMissing).
func (s *Store) Space(ctx context.Context, id SpaceID) (Space, error) {
	return read(ctx, s, func(r rows) (Space, error) { return r.space(ctx, id) })
}

// Space returns one space as this transaction sees it.
func (tx *Tx) Space(id SpaceID) (Space, error) { return tx.rows.space(tx.ctx, id) }

func (r rows) space(ctx context.Context, id SpaceID) (Space, error) {
	img, err := r.spaceImage(ctx, id)
	if err != nil {
		return Space{}, err
	}
	if img.deleted {
		return Space{}, &Problem{Code: CodeMissing, Text: noSpace}
	}
	return img.Space, nil
}

type spaceImage struct {
	Space
	deleted bool
}

func (r rows) spaceImage(ctx context.Context, id SpaceID) (spaceImage, error) {
	row, err := r.q.Space(ctx, int64(id))
	row, err = found(row, err, noSpace)
	return spaceImage{space(row), row.Deleted}, err
}

func space(r db.Space) Space {
	return Space{
		ID: SpaceID(r.ID), Key: r.Key, Rev: r.Rev, Name: r.Name, Zone: r.Zone,
		Account: Account{
			API: r.API, Issuer: r.Issuer, ClientID: r.ClientID, Redirect: r.Redirect,
			APIVersion: r.APIVersion, SchedulesVersion: r.SchedulesVersion, EntriesVersion: r.EntriesVersion,
			Vault: r.Vault, Email: r.AccountEmail,
		},
		SiteID: r.SiteID, SiteName: r.SiteName,
		Before: int(r.BeforeMin), After: int(r.AfterMin), HorizonDays: int(r.HorizonDays), AutoConnect: r.AutoConnect, AskFirst: r.AskFirst,
		Arrivals: r.Arrivals,
		Leaving:  Leaving(r.Leaving), OpenFrom: r.OpenFrom, OpenUntil: r.OpenUntil,
	}
}

func (i spaceImage) mark() rowMark {
	return rowMark{tableSpace, int64(i.ID), i.Rev, i.Key, i.deleted}
}

func (i spaceImage) title() string { return i.Name }

func (i spaceImage) removed() image { return spaceImage{i.Space, true} }

// write also moves the instants of the space's bookings when its zone is
// another one: a booking at nine stays a booking at nine.
func (i spaceImage) write(tx *Tx, rev int64) (image, error) {
	i.Rev = rev
	moved := false
	if i.ID != 0 {
		have, err := tx.rows.q.Space(tx.ctx, int64(i.ID))
		if err != nil {
			return nil, wrap(err, "space")
		}
		moved = have.Zone != i.Zone
		if moved || have.Arrivals != i.Arrivals {
			if err := tx.recountEverybody(time.Time{}); err != nil {
				return nil, err
			}
		}
	}
	id, err := tx.rows.q.PutSpace(tx.ctx, db.PutSpaceParams{
		ID: ref(i.ID), Key: i.Key, Rev: i.Rev, Deleted: i.deleted, Name: i.Name, Zone: i.Zone,
		API: i.Account.API, Issuer: i.Account.Issuer, ClientID: i.Account.ClientID, Redirect: i.Account.Redirect,
		APIVersion: i.Account.APIVersion, SchedulesVersion: i.Account.SchedulesVersion, EntriesVersion: i.Account.EntriesVersion,
		Vault: i.Account.Vault, AccountEmail: i.Account.Email, SiteID: i.SiteID, SiteName: i.SiteName,
		BeforeMin: int64(i.Before), AfterMin: int64(i.After), HorizonDays: int64(i.HorizonDays), AutoConnect: i.AutoConnect, AskFirst: i.AskFirst,
		Arrivals: i.Arrivals,
		Leaving:  string(i.Leaving), OpenFrom: i.OpenFrom, OpenUntil: i.OpenUntil,
	})
	if err != nil {
		return nil, wrap(err, "space")
	}
	i.ID = SpaceID(id)
	tx.touch(KindSpace)
	if moved {
		return i, tx.moveInstants(i.Space)
	}
	return i, nil
}

func (i spaceImage) allowed(*Tx) error { return nil }

func (tx *Tx) moveInstants(s Space) error {
	list, err := tx.rows.q.BookingsOfSpace(tx.ctx, int64(s.ID))
	if err != nil {
		return wrap(err, "space")
	}
	for _, row := range list {
		b := booking(row)
		if p := setInstants(&b, s.Location()); p != nil && !b.Deleted {
			return p
		}
		if !b.StartAt.Before(b.EndAt) { // deleted, and skipped by the new zone's clock
			continue
		}
		err := tx.rows.q.SetInstants(tx.ctx, db.SetInstantsParams{StartAt: unix(b.StartAt), EndAt: unix(b.EndAt), ID: row.ID})
		if err != nil {
			return wrap(err, "space")
		}
		tx.touchBooking(b.ID)
	}
	return nil
}

// The hours that the calendar of a new space shows, and its horizon.
const (
	defaultFrom, defaultUntil = "08:00", "20:00"
	defaultHorizon            = 14
)

// SaveSpace inserts or updates a space. HorizonDays, Leaving and the hours
// get their usual values where they are zero. With another zone the space's
// bookings keep their wall-clock times.
func (tx *Tx) SaveSpace(s *Space) error {
	want := *s
	for _, f := range []*string{&want.Key, &want.Name, &want.Zone} {
		*f = strings.TrimSpace(*f)
	}
	want.Arrivals = strings.Join(strings.Fields(want.Arrivals), " ")
	if want.HorizonDays == 0 {
		want.HorizonDays = defaultHorizon
	}
	if want.Leaving == "" {
		want.Leaving = LeavingSuspend
	}
	if want.OpenFrom == "" && want.OpenUntil == "" {
		want.OpenFrom, want.OpenUntil = defaultFrom, defaultUntil
	}
	if err := CheckSpace(want); err != nil {
		return err
	}
	have, err := tx.claim(tableSpace, int64(want.ID), want.Key, want.Rev)
	if err != nil {
		return err
	}
	var was spaceImage
	if have != nil {
		was = have.(spaceImage)
	}
	want.ID, want.Rev, want.Key = was.ID, was.Rev, keyOr(want.Key, was.Key)
	if have != nil && want == was.Space && !was.deleted {
		*s = want
		return nil
	}
	img, err := tx.put(have, spaceImage{Space: want})
	if err != nil {
		return err
	}
	*s = img.(spaceImage).Space
	return tx.logEdit(s.ID, 0, spaceSaid(have != nil && !was.deleted, was.Space, *s)...)
}

func spaceSaid(known bool, was, now Space) []Sentence {
	if !known {
		return []Sentence{say("The space {{.Name}} was added.", "Name", now.Name)}
	}
	var said []Sentence
	rest := was
	if was.SiteID != now.SiteID {
		said = append(said, siteSaid(now))
	}
	if was.Zone != now.Zone {
		said = append(said, say("The time zone of {{.Name}} is {{.Zone}} instead of {{.Old}}.", "Name", now.Name, "Zone", now.Zone, "Old", was.Zone))
	}
	said = append(said, policySaid(was, now)...)
	rest.SiteID, rest.SiteName, rest.Zone, rest.Rev = now.SiteID, now.SiteName, now.Zone, now.Rev
	rest.Before, rest.After, rest.HorizonDays, rest.AutoConnect = now.Before, now.After, now.HorizonDays, now.AutoConnect
	rest.AskFirst, rest.Leaving, rest.Arrivals, rest.Account.Email = now.AskFirst, now.Leaving, now.Arrivals, now.Account.Email
	if rest != now {
		said = append(said, say("The settings of the space {{.Name}} were changed.", "Name", now.Name))
	}
	return said
}

func siteSaid(now Space) Sentence {
	if now.SiteID == "" {
		return say("{{.Name}} has no SALTO KS site any more.", "Name", now.Name)
	}
	return say("{{.Name}} uses the SALTO KS site {{.Site}}.", "Name", now.Name, "Site", now.SiteName)
}

// keyOr returns the key asked for, else the one that is there, else a new one.
func keyOr(want, have string) string {
	switch {
	case want != "":
		return want
	case have != "":
		return have
	}
	return newKey()
}

// mapped applies f to a list; an empty list gives nil.
func mapped[R, T any](list []R, f func(R) T) []T {
	if len(list) == 0 {
		return nil
	}
	out := make([]T, len(list))
	for i, r := range list {
		out[i] = f(r)
	}
	return out
}

package ks

import (
	"context"
	"errors"
	"net/http"
	"sync/atomic"
)

// tagTaking remembers how KS wants to be asked to take a tag from a person.
type tagTaking struct{ byText atomic.Bool }

// ways are the values of tag_id to try, what worked last first. How a tag is
// taken is not documented (section 7 of the facts): null, or an empty text.
func (t *tagTaking) ways() [2]any {
	if t.byText.Load() {
		return [2]any{"", nil}
	}
	return [2]any{nil, ""}
}

func (t *tagTaking) worked(way any) { t.byText.Store(way != nil) }

// Why a tag stays with its person.
var (
	errTagStays   = errors.New("no way of taking a tag is accepted")
	errTagBlocked = errors.New("no way of taking a tag is heeded; it was blocked")
)

// updateWithoutTag makes a change that takes the tag away, in each way that
// there is until KS shows the person without. A tag that is lost, of that id, is
// blocked where none does. Where KS accepts a change and the tag is still shown
// there is no error: KS may be late in showing it.
func (c *Client) updateWithoutTag(ctx context.Context, site, id string, body map[string]any, lost string) (User, error) {
	var (
		u   User
		err error
	)
	for _, way := range c.taking.ways() {
		body["tag_id"] = way
		u, err = update[wireUser](ctx, c, opChange, inSite(site, "users", id), body)
		if KindOf(err) == Final {
			continue
		}
		if err == nil && u.ID == "" { // KS did not say
			u, err = c.User(ctx, site, id)
		}
		if err != nil {
			return u, err
		}
		if u.TagNumber == "" {
			c.taking.worked(way)
			return u, nil
		}
	}
	if lost != "" {
		blocked, blockErr := c.blockTag(ctx, site, lost)
		if blocked {
			blockErr = &Error{Op: opChange, Kind: Final, Err: errTagBlocked}
		}
		if blockErr != nil {
			return u, blockErr
		}
	}
	var refused *Error
	if errors.As(err, &refused) && len(body) == 1 { // else it may be about something else of it
		err = &Error{Op: opChange, Kind: Final, Status: refused.Status, Message: refused.Message, Err: errTagStays}
	}
	return u, err
}

// blockTag blocks a tag by itself, whoever has it (GUESS, after the keys of
// SALTO's code for a sister API). It tells whether KS takes that; one that does
// not know it is no error.
func (c *Client) blockTag(ctx context.Context, site, tag string) (bool, error) {
	err := c.change(ctx, "block a tag", http.MethodPatch, inSite(site, "tags", tag), map[string]any{"blocked": true})
	if NotOffered(err) {
		return false, nil
	}
	return err == nil, err
}

package ks

import (
	"context"
	"encoding/json"
	"net/http"
)

// Me returns the person who signed in (MEAS).
func (c *Client) Me(ctx context.Context) (Me, error) {
	return get[wireMe](ctx, c, "read the account", at("me"))
}

// Sites returns the sites that the account may see (DOC).
func (c *Client) Sites(ctx context.Context) ([]Site, error) {
	return list[wireSite](ctx, c, "list sites", at("sites"))
}

// Site returns one site with its seats (MEAS).
func (c *Client) Site(ctx context.Context, id string) (Site, error) {
	return get[wireSite](ctx, c, "read the site", inSite(id))
}

// SiteMe returns the account as a user of the site, with its roles there
// (MEAS).
func (c *Client) SiteMe(ctx context.Context, site string) (User, error) {
	return get[wireUser](ctx, c, "read the account on the site", inSite(site, "me"))
}

// Subscription returns what was bought for the site (MEAS).
func (c *Client) Subscription(ctx context.Context, site string) (Subscription, error) {
	const op = "read the subscription"
	a, err := c.send(ctx, op, http.MethodGet, inSite(site, "subscription"), nil)
	if err != nil {
		return Subscription{}, err
	}
	var w wireSubscription
	if err := json.Unmarshal(trimmed(a.body), &w); err != nil {
		return Subscription{}, &Error{Op: op, Status: a.status, Kind: Unusable, Err: err}
	}
	return w.model(), nil
}

// IQs returns the hubs of the site, each with the time zone in which it reads
// time schedules (MEAS, CLI).
func (c *Client) IQs(ctx context.Context, site string) ([]IQ, error) {
	return list[wireIQ](ctx, c, "list hubs", inSite(site, "iqs"))
}

// Locks returns the doors of the site, each with its hub (MEAS).
func (c *Client) Locks(ctx context.Context, site string) ([]Lock, error) {
	return list[wireLock](ctx, c, "list doors", inSite(site, "locks"))
}

// Roles returns the roles that the account may give, and no others (MEAS).
func (c *Client) Roles(ctx context.Context, site string) ([]Role, error) {
	return list[wireRole](ctx, c, "list roles", inSite(site, "roles"))
}

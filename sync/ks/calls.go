package ks

import (
	"context"
	"encoding/json"
	"net/http"
)

// get fetches a single object.
func get[W wire[T], T any](ctx context.Context, c *Client, op string, at route) (T, error) {
	var zero T
	a, err := c.send(ctx, op, http.MethodGet, at, nil)
	if err != nil {
		return zero, err
	}
	v, err := decodeOne[W, T](a.body)
	if err != nil {
		return zero, &Error{Op: op, Status: a.status, Kind: Unusable, Err: err}
	}
	return v, nil
}

// create posts body and returns what KS made of it. Without an id in the
// answer nobody knows what was made, so that is Unknown and not a success.
func create[W wire[T], T any](ctx context.Context, c *Client, op string, at route, body any) (T, error) {
	var zero T
	a, err := c.send(ctx, op, http.MethodPost, at, body)
	if err != nil {
		return zero, err
	}
	v, err := decodeOne[W, T](a.body)
	if err != nil {
		return zero, &Error{Op: op, Status: a.status, Kind: Unknown, Err: err}
	}
	return v, nil
}

// change makes a write whose answer does not matter: any 2xx will do, with
// whatever body or none (MEAS: 200, 201, 202 and 204 all occur).
func (c *Client) change(ctx context.Context, op, method string, at route, body any) error {
	_, err := c.send(ctx, op, method, at, body)
	return err
}

// update changes one object and returns what KS answered with, or the zero
// value when that was no such object (GUESS: some of these answer 204).
func update[W wire[T], T any](ctx context.Context, c *Client, op string, at route, body any) (T, error) {
	var zero T
	a, err := c.send(ctx, op, http.MethodPatch, at, body)
	if err != nil {
		return zero, err
	}
	// The change was made, whatever the body says.
	if v, err := decodeOne[W, T](a.body); err == nil {
		return v, nil
	}
	return zero, nil
}

func (c *Client) send(ctx context.Context, op, method string, at route, body any) (answer, error) {
	address, err := at.address(c.env)
	if err != nil {
		return answer{}, &Error{Op: op, Kind: Final, Err: err}
	}
	r := request{op: op, method: method, url: address}
	if body != nil {
		if r.body, err = json.Marshal(body); err != nil {
			return answer{}, &Error{Op: op, Kind: Final, Err: err}
		}
	}
	return c.do(ctx, r)
}

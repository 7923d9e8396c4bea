package ks

import (
	"context"
	"slices"
)

// Tags returns the tags that belong to the site (GUESS, after SALTO's code for
// a sister API). A site of an environment without this route gives NotFound
// or Unusable.
func (c *Client) Tags(ctx context.Context, site string) ([]Tag, error) {
	return list[wireTag](ctx, c, "list tags", inSite(site, "tags"))
}

// TagByNumber returns the tag of that number, or a NotFound whose sentence
// says how a tag is registered: KS learns tags only at a lock (DOC).
func (c *Client) TagByNumber(ctx context.Context, site, number string) (Tag, error) {
	const op = "find a tag"
	found, err := list[wireTag](ctx, c, op, inSite(site, "tags").where("tag_number", number))
	if err != nil {
		return Tag{}, err
	}
	i := slices.IndexFunc(found, func(t Tag) bool { return t.Number == number })
	if i < 0 {
		return Tag{}, &Error{Op: op, Kind: NotFound, Err: errUnknownTag}
	}
	return found[i], nil
}

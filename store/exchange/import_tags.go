package exchange

import (
	"context"
	"encoding/hex"
	"reflect"
	"slices"
)

func (im *importer) saveTags(ctx context.Context) error {
	return im.do(ctx, jobs("tags", im.file.Tags, func(t Tag) string { return t.Number }, im.saveTag))
}

func (im *importer) saveTag(f Tag) error {
	uid, err := hex.DecodeString(f.UID)
	if err != nil {
		return badUID()
	}
	have, known := im.have.tags[f.Key]
	want := have
	want.Key, want.Number, want.Printed = f.Key, f.Number, f.Printed
	want.State, want.Holder = f.state(), im.people[f.Holder]
	if !slices.Equal(uid, have.UID) {
		want.UID = uid
	}
	if f.Tech != "" {
		want.Tech = f.Tech
	}
	changed := !known || !reflect.DeepEqual(want, have)
	if changed {
		if err := im.tx.SaveTag(&want); err != nil {
			return err
		}
	}
	im.report.Tags.note(known, changed)
	return nil
}

func badUID() error {
	return invalid("uid", "“uid” must be hexadecimal digits, two for each byte, like 04A1B2C3.")
}

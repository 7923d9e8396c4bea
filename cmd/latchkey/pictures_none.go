//go:build !ci

package main

import (
	"context"

	"github.com/spf13/cobra"
)

// pictureFlag offers nothing: what paints without a window comes with Fyne's
// tools for tests, and is no part of what people install.
func pictureFlag(*cobra.Command) (draw func(context.Context, *player)) {
	return func(context.Context, *player) {}
}

package main

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/png"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestTheIconHasEverySize: each picture of the file is a PNG of its size, and
// shows the icon of the program.
func TestTheIconHasEverySize(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../icon.png")
	require.NoError(t, err)
	picture, err := png.Decode(bytes.NewReader(data))
	require.NoError(t, err)
	icon, err := icns(picture)
	require.NoError(t, err)

	require.Equal(t, "icns", string(icon[:4]))
	require.EqualValues(t, len(icon), binary.BigEndian.Uint32(icon[4:]))
	sides := map[string]int{}
	for rest := icon[8:]; len(rest) > 0; {
		name, length := string(rest[:4]), binary.BigEndian.Uint32(rest[4:])
		img, err := png.Decode(bytes.NewReader(rest[8:length]))
		require.NoError(t, err, name)
		side := img.Bounds().Dx()
		sides[name] = side
		require.Equal(t, side, img.Bounds().Dy(), name)
		require.Zero(t, alpha(img.At(0, 0)), "%s: its corner", name)
		require.Equal(t, color.NRGBA{255, 255, 255, 255}, color.NRGBAModel.Convert(img.At(side*20/32, side*6/32)), "%s: the key", name)
		rest = rest[length:]
	}
	require.Equal(t, map[string]int{
		"ic11": 32, "ic12": 64, "ic07": 128, "ic13": 256, "ic08": 256, "ic14": 512, "ic09": 512, "ic10": 1024,
	}, sides)
}

func alpha(c color.Color) uint32 {
	_, _, _, a := c.RGBA()
	return a
}

func TestASmallPictureIsRefused(t *testing.T) {
	t.Parallel()
	_, err := icns(image.NewRGBA(image.Rect(0, 0, 512, 512)))
	require.ErrorContains(t, err, "512 by 512")
}

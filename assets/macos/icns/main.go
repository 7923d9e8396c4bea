// Command icns makes the icon file of macOS from a picture of 1024 by 1024
// pixels. It runs anywhere, so that the icon is checked without a Mac:
//
//	go run ./assets/macos/icns PICTURE.png OUT.icns
package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
)

// full is the side of the picture in pixels; every size is it, halved some
// times.
const full = 1024

// entries are the pictures of an icon file, by Apple's names. All but the
// three plain ones are twice as dense as the size that they are for.
var entries = []struct {
	name string
	side int // pixels
}{
	{"ic11", 32}, // for 16
	{"ic12", 64}, // for 32
	{"ic07", 128},
	{"ic13", 256}, // for 128
	{"ic08", 256},
	{"ic14", 512}, // for 256
	{"ic09", 512},
	{"ic10", full}, // for 512
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "icns:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 2 {
		return errors.New("usage: icns PICTURE.png OUT.icns")
	}
	data, err := os.ReadFile(args[0]) //nolint:gosec // the picture that was asked for
	if err != nil {
		return err
	}
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return fmt.Errorf("%s: %w", args[0], err)
	}
	icon, err := icns(picture)
	if err != nil {
		return fmt.Errorf("%s: %w", args[0], err)
	}
	return os.WriteFile(args[1], icon, 0o644) //nolint:gosec // everybody may see the icon
}

// icns is the icon file: a head with the length of all, then each picture as a
// PNG behind a head with its name and length.
func icns(picture image.Image) ([]byte, error) {
	if size := picture.Bounds().Size(); size.X != full || size.Y != full {
		return nil, fmt.Errorf("%d by %d pixels, and not %d by %d", size.X, size.Y, full, full)
	}
	// Colours that are multiplied by their opacity can be averaged.
	now := image.NewRGBA(image.Rect(0, 0, full, full))
	draw.Draw(now, now.Bounds(), picture, picture.Bounds().Min, draw.Src)
	bySide := map[int][]byte{}
	for {
		var out bytes.Buffer
		if err := png.Encode(&out, now); err != nil {
			return nil, err
		}
		bySide[now.Rect.Dx()] = out.Bytes()
		if now.Rect.Dx() == entries[0].side {
			break
		}
		now = half(now)
	}
	var body, out bytes.Buffer
	for _, e := range entries {
		write(&body, e.name, bySide[e.side])
	}
	write(&out, "icns", body.Bytes())
	return out.Bytes(), nil
}

func write(to *bytes.Buffer, name string, data []byte) {
	to.WriteString(name)
	to.Write(binary.BigEndian.AppendUint32(nil, uint32(len(data)+8))) //nolint:gosec // far below 4 GB
	to.Write(data)
}

// half is a picture of half the side: each of its points is the average of
// four.
func half(of *image.RGBA) *image.RGBA {
	side := of.Rect.Dx() / 2
	out := image.NewRGBA(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			a, b := of.RGBAAt(2*x, 2*y), of.RGBAAt(2*x+1, 2*y)
			c, d := of.RGBAAt(2*x, 2*y+1), of.RGBAAt(2*x+1, 2*y+1)
			out.SetRGBA(x, y, color.RGBA{
				average(a.R, b.R, c.R, d.R), average(a.G, b.G, c.G, d.G),
				average(a.B, b.B, c.B, d.B), average(a.A, b.A, c.A, d.A),
			})
		}
	}
	return out
}

func average(a, b, c, d uint8) uint8 {
	return uint8((int(a) + int(b) + int(c) + int(d) + 2) / 4) //nolint:gosec // of four that fit
}

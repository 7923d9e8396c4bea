// Package encoder reads tags with a USB tag reader. It knows nothing of
// windows, of the file or of KS: bytes of a serial line or typed runes go in,
// tags come out.
//
// A Reader speaks the protocol of one family over a Port, and is asked for one
// look at the field after the other; Debounce makes taps of the looks, and
// Watch does both until the reader is gone. Neither starts a goroutine: the
// caller's own waits in Read, and comes back with an error when the reader is
// unplugged, the context ends or somebody closes the port.
//
// Station is the whole: it finds a reader among the ports of the computer,
// keeps it open, and takes it up again when it was unplugged. It alone has a
// goroutine, one for each reader that it opens.
package encoder

package encoder

import (
	"bytes"
	"slices"
)

// pn532Kind tells the frames of a PN532 apart.
type pn532Kind int

const (
	pn532Data pn532Kind = iota
	pn532Ack
	pn532Nack
	pn532Refusal // the chip understood the frame, but not the command
	pn532Broken  // a wrong checksum
)

const (
	toPN532   = 0xD4
	fromPN532 = 0xD5
	// pn532Longest is the most that the chip sends in a frame, from TFI on.
	pn532Longest = 265
)

var (
	pn532Start     = []byte{0x00, 0xFF}
	pn532AckFrame  = []byte{0x00, 0x00, 0xFF, 0x00, 0xFF, 0x00}
	pn532NackFrame = []byte{0x00, 0x00, 0xFF, 0xFF, 0x00, 0x00}
)

// pn532Frame is what the chip said: for data the command that it answers (the
// command sent plus one), and the rest.
type pn532Frame struct {
	kind    pn532Kind
	command byte
	data    []byte
}

// pn532 cuts frames out of what comes:
// 00 00 FF LEN LCS TFI data DCS 00, with LEN+LCS and TFI+data+DCS both 0.
// A frame that fails is left from behind its start, so that a true one within
// it is found.
type pn532 struct{ buf []byte }

func (p *pn532) reset() { p.buf = p.buf[:0] }

func (p *pn532) feed(b []byte) []pn532Frame {
	var out []pn532Frame
	for len(b) > 0 {
		n := min(len(b), pn532Longest)
		p.buf = append(p.buf, b[:n]...)
		b = b[n:]
		for {
			f, found, more := p.cut()
			if found {
				out = append(out, f)
			}
			if !more {
				break
			}
		}
	}
	return out
}

// cut takes the first frame off the buffer, and says whether there may be
// another one.
func (p *pn532) cut() (frame pn532Frame, found, more bool) {
	at := bytes.Index(p.buf, pn532Start)
	if at < 0 {
		// The last byte may be the first of a start.
		p.drop(max(0, len(p.buf)-1))
		return pn532Frame{}, false, false
	}
	p.drop(at)
	body := p.buf[len(pn532Start):]
	if len(body) < 2 {
		return pn532Frame{}, false, false
	}
	switch {
	case body[0] == 0x00 && body[1] == 0xFF:
		p.drop(len(pn532Start) + 2)
		return pn532Frame{kind: pn532Ack}, true, true
	case body[0] == 0xFF && body[1] == 0x00:
		p.drop(len(pn532Start) + 2)
		return pn532Frame{kind: pn532Nack}, true, true
	}
	head, size, known, ok := pn532Size(body)
	switch {
	case !known:
		return pn532Frame{}, false, false
	case !ok:
		p.drop(1)
		return pn532Frame{}, false, true
	case len(body) < head+size+1:
		return pn532Frame{}, false, false
	}
	payload, check := body[head:head+size], body[head+size]
	if sum(payload)+check != 0 {
		p.drop(1)
		return pn532Frame{kind: pn532Broken}, true, true
	}
	frame, found = pn532Payload(payload)
	p.drop(len(pn532Start) + head + size + 1)
	return frame, found, true
}

// pn532Size reads the length of a frame, normal or extended: how long the head
// is, how long what follows.
func pn532Size(body []byte) (head, size int, known, ok bool) {
	if body[0] == 0xFF && body[1] == 0xFF {
		if len(body) < 5 {
			return 0, 0, false, false
		}
		size = int(body[2])<<8 | int(body[3])
		return 5, size, true, sum(body[2:5]) == 0 && size > 0 && size <= pn532Longest
	}
	return 2, int(body[0]), true, body[0]+body[1] == 0 && body[0] > 0
}

func pn532Payload(b []byte) (pn532Frame, bool) {
	switch {
	case len(b) == 1:
		return pn532Frame{kind: pn532Refusal}, true
	case b[0] != fromPN532:
		return pn532Frame{}, false // an echo of our own, from a line that loops back
	}
	return pn532Frame{kind: pn532Data, command: b[1], data: slices.Clone(b[2:])}, true
}

func (p *pn532) drop(n int) { p.buf = append(p.buf[:0], p.buf[n:]...) }

// pn532Command is the frame of a command.
func pn532Command(command byte, data ...byte) []byte {
	payload := append([]byte{toPN532, command}, data...)
	size := byte(len(payload)) //nolint:gosec // commands are a few bytes
	out := append([]byte{0x00, 0x00, 0xFF, size, -size}, payload...)
	return append(out, -sum(payload), 0x00)
}

func sum(b []byte) byte {
	var s byte
	for _, c := range b {
		s += c
	}
	return s
}

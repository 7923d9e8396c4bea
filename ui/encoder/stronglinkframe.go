package encoder

import (
	"bytes"
	"slices"
)

const (
	toStrongLink   = 0xBA
	fromStrongLink = 0xBD
	// strongLinkLongest is the most that a length may say: a block of a tag
	// and what is around it.
	strongLinkLongest = 32
	strongLinkSelect  = 0x01
)

// strongLinkReply is an answer of an SL025.
type strongLinkReply struct {
	command, status byte
	data            []byte
	err             error
}

// strongLink cuts answers out of what comes: BD, the length of what follows,
// command, status, data, and the exclusive or of all before.
type strongLink struct{ buf []byte }

func (p *strongLink) reset() { p.buf = p.buf[:0] }

func (p *strongLink) feed(b []byte) []strongLinkReply {
	var out []strongLinkReply
	for _, c := range b {
		p.buf = append(p.buf, c)
		for {
			r, found, more := p.cut()
			if found {
				out = append(out, r)
			}
			if !more {
				break
			}
		}
	}
	return out
}

func (p *strongLink) cut() (reply strongLinkReply, found, more bool) {
	at := bytes.IndexByte(p.buf, fromStrongLink)
	if at < 0 {
		p.buf = p.buf[:0]
		return strongLinkReply{}, false, false
	}
	p.drop(at)
	if len(p.buf) < 2 {
		return strongLinkReply{}, false, false
	}
	size := int(p.buf[1])
	switch {
	case size < 3 || size > strongLinkLongest:
		p.drop(1)
		return strongLinkReply{}, false, true
	case len(p.buf) < 2+size:
		return strongLinkReply{}, false, false
	case xor(p.buf[:2+size]) != 0:
		p.drop(1)
		return strongLinkReply{err: ErrGarbled}, true, true
	}
	body := p.buf[2 : 1+size]
	reply = strongLinkReply{command: body[0], status: body[1], data: slices.Clone(body[2:])}
	p.drop(2 + size)
	return reply, true, true
}

func (p *strongLink) drop(n int) { p.buf = append(p.buf[:0], p.buf[n:]...) }

// strongLinkCommand is the frame of a command without data.
func strongLinkCommand(command byte) []byte {
	b := []byte{toStrongLink, 2, command}
	return append(b, xor(b))
}

// strongLinkTags reads the answer to Select: the UID and a type, which says how
// long it is.
func strongLinkTags(r strongLinkReply) ([]Tag, error) {
	switch {
	case r.err != nil:
		return nil, r.err
	case r.status == 0x01:
		return nil, nil
	case r.status == 0xF0:
		return nil, ErrGarbled // the command arrived broken
	case r.status != 0x00:
		return nil, ErrRefused
	case len(r.data) == 0:
		return nil, ErrGarbled
	}
	uid, kind := UID(r.data[:len(r.data)-1]), r.data[len(r.data)-1]
	want, known := strongLinkSizes[kind]
	if !uid.plausible() || !known || want != 0 && want != len(uid) {
		return nil, ErrGarbled
	}
	return []Tag{{UID: uid, Tech: HF}}, nil
}

// strongLinkSizes are the types and the bytes of their UIDs, where a type fixes
// that: 1K with 4 and with 7, Ultralight and NTAG, 4K with 4 and with 7,
// DESFire, others. Older manuals have other tags of 4 bytes as 02 and 05.
//
// The types are checked because the checksum alone is weak: a frame that broke
// off and the same one behind it cancel each other out.
var strongLinkSizes = map[byte]int{0x01: 4, 0x02: 0, 0x03: 7, 0x04: 4, 0x05: 0, 0x06: 7, 0x0A: 0}

func xor(b []byte) byte {
	var s byte
	for _, c := range b {
		s ^= c
	}
	return s
}

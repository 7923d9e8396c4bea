package encoder

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func show(tags []Tag, err error) string {
	if err != nil {
		return "!"
	}
	if len(tags) == 0 {
		return "none"
	}
	var out []string
	for _, t := range tags {
		out = append(out, t.UID.String())
	}
	return strings.Join(out, "+")
}

func tellEM4100(portions ...[]byte) []string {
	var p em4100
	var out []string
	for _, b := range portions {
		for _, r := range p.feed(b) {
			out = append(out, show([]Tag{r.tag}, r.err))
		}
	}
	return out
}

func em4100Frame(digits, end string) []byte { return []byte("\x02" + digits + end + "\x03") }

func TestFramesOf125kHz(t *testing.T) {
	var vectors []vector
	for _, v := range []struct{ digits, uid string }{
		{"010063E9AE25", "010063E9AE"}, {"6F007B39725F", "6F007B3972"}, {"100086F44426", "100086F444"},
		{"6f007b39725f", "6F007B3972"},
	} {
		vectors = append(vectors,
			vector{"RDM6300 " + v.digits, em4100Frame(v.digits, ""), v.uid},
			vector{"ID-12 " + v.digits, em4100Frame(v.digits, "\r\n"), v.uid})
	}
	testVectors(t, family{
		tell: tellEM4100, vectors: vectors,
		garbage: [][]byte{[]byte("ABC"), {0, 0xFF, 0x03}, {0x02}, []byte("\x02\x02"), []byte("\x020100"), []byte("\r\n"), []byte("\x0312\x03")},
		spoil:   func(b []byte) []byte { b[12] ^= 1; return b },
	})
	for _, bad := range []string{"\x02010063E9AE2\x03", "\x02010063E9AE255\x03", "\x02010063E9AE25\r\x03", "\x02010063E9AE25\n\r\x03", "\x02010063G9AE25\x03", "\x02\x03", "\x02000000000000\x03"} {
		require.Equal(t, []string{"!"}, tellEM4100([]byte(bad)), "%q", bad)
	}
	require.Equal(t, LF, (&em4100{}).feed(vectors[0].bytes)[0].tag.Tech)
}

func tellTWN4(portions ...[]byte) []string {
	var p twn4
	var out []string
	for _, b := range portions {
		for _, r := range p.feed(b) {
			if name, err := twn4Version(r); err == nil {
				out = append(out, name)
				continue
			}
			out = append(out, show(twn4Tags(r)))
		}
	}
	return out
}

const twn4Name = "TWN4/B1.03/CCF1.57/PRS1.03/PI"

func twn4NameLine() []byte {
	return fmt.Appendf(nil, "00%02X%X\r", len(twn4Name), twn4Name)
}

func TestAnswersOfTWN4(t *testing.T) {
	require.True(t, strings.HasPrefix(string(twn4NameLine()), "001D54574E34"), "as the manual prints it")
	testVectors(t, family{
		tell: tellTWN4,
		vectors: []vector{
			{"version", twn4NameLine(), twn4Name},
			{"four bytes", []byte("000180200466CF4DC2\r"), "66CF4DC2"},
			{"seven bytes", []byte("000180380704A23C5A9E6180\r"), "04A23C5A9E6180"},
			{"small letters", []byte("000180380704a23c5a9e6180\r"), "04A23C5A9E6180"},
		},
		garbage: [][]byte{[]byte("\n"), []byte("hello "), {0, 0xFF, 0x80}, []byte("AB12\r"), []byte("\r\r"), []byte("0001\r"), []byte("zz\r")},
	})
	require.Equal(t, []string{"none"}, tellTWN4([]byte("0000\r")))
	require.Equal(t, []string{"none", "none"}, tellTWN4([]byte("0000\r\n0000\r\n")))
	for _, bad := range []string{
		"00018020046GCF4DC2", "000180200566CF4DC2", "000180380466CF4DC2", "0001", "0002", "00018000FF", "01", "02", "03", "04", "05", "7F",
		"0001802004FFFFFFFF", "00018020040000000", "000180180366CF4D", "001D54574E33",
	} {
		require.Equal(t, []string{"!"}, tellTWN4([]byte(bad+"\r")), bad)
	}
	r := (&twn4{}).feed([]byte("04\r"))[0]
	require.ErrorIs(t, r.problem(), ErrRefused)
	for code, tech := range map[byte]Tech{0x40: LF, 0x49: LF, 0x80: HF, 0x85: HF, 0x88: TechUnknown, 0x00: TechUnknown} {
		require.Equal(t, tech, twn4Tech(code))
	}
}

func tellPN532(portions ...[]byte) []string {
	var p pn532
	var out []string
	for _, b := range portions {
		for _, f := range p.feed(b) {
			switch {
			case f.kind == pn532Ack:
				out = append(out, "ack")
			case f.kind == pn532Nack:
				out = append(out, "nack")
			case f.kind != pn532Data:
				out = append(out, "!")
			case f.command == pn532List+1:
				out = append(out, show(pn532Targets(f.data)))
			default:
				out = append(out, fmt.Sprintf("%02X % X", f.command, f.data))
			}
		}
	}
	return out
}

// pn532Answer is a frame of the chip; one that is too long for a normal frame
// is an extended one.
func pn532Answer(data ...byte) []byte {
	payload := append([]byte{fromPN532}, data...)
	out := []byte{0, 0, 0xFF}
	if n := len(payload); n < 255 {
		out = append(out, byte(n), -byte(n))
	} else {
		out = append(out, 0xFF, 0xFF, byte(n>>8), byte(n), -byte(n>>8)-byte(n))
	}
	return append(append(out, payload...), -sum(payload), 0)
}

func TestFramesOfPN532(t *testing.T) {
	testVectors(t, family{
		tell: tellPN532,
		vectors: []vector{
			{"SAMConfiguration", unhex(t, "00 00 FF 02 FE D5 15 16 00"), "15 "},
			{"firmware", pn532Answer(0x03, 0x32, 0x01, 0x06, 0x07), "03 32 01 06 07"},
			{"seven bytes", unhex(t, "00 00 FF 0F F1 D5 4B 01 01 03 44 20 07 04 A2 3C 5A 9E 61 80 B5 00"), "04A23C5A9E6180"},
			{"four bytes", unhex(t, "00 00 FF 0C F4 D5 4B 01 01 00 04 08 04 66 CF 4D C2 8A 00"), "66CF4DC2"},
			{"no tag", unhex(t, "00 00 FF 03 FD D5 4B 00 E0 00"), "none"},
		},
		garbage: [][]byte{{0x55, 0x55}, {0, 0, 0, 0}, {0xFF}, {0x00, 0xFF, 0x12}, {0x00, 0x00, 0xFF, 0x04, 0xFC}, []byte("hello"), {0, 0xFF, 0xFF, 0xFF, 9, 9, 9}},
		spoil: func(b []byte) []byte {
			b[len(b)-2] ^= 0x10
			return b
		},
	})
	testVectors(t, family{tell: tellPN532, vectors: []vector{
		{"extended", pn532Answer(append([]byte{0x41}, make([]byte, 258)...)...), "41 " + strings.TrimSpace(strings.Repeat("00 ", 258))},
	}})
	require.Equal(t, []string{"ack", "nack", "!"}, tellPN532(pn532AckFrame, pn532NackFrame, unhex(t, "00 00 FF 01 FF 7F 81 00")))
	bad := unhex(t, "00 00 FF 02 FD D5 15 16 00")
	require.Empty(t, tellPN532(bad), "a wrong checksum of the length")
	bad = pn532Answer(append([]byte{0x41}, make([]byte, 258)...)...)
	bad[7]++
	require.Empty(t, tellPN532(bad), "of an extended frame")
	require.Empty(t, tellPN532(pn532Command(pn532Firmware)), "our own frame, come back")
}

func TestCommandsOfPN532AreThoseOfTheManual(t *testing.T) {
	require.Equal(t, unhex(t, "00 00 FF 02 FE D4 02 2A 00"), pn532Command(pn532Firmware))
	require.Equal(t, unhex(t, "00 00 FF 04 FC D4 4A 01 00 E1 00"), pn532Command(pn532List, 1, 0))
	require.Equal(t, unhex(t, "00 00 FF 05 FB D4 14 01 17 00 00 00"), pn532Command(pn532SAM, 1, 0x17, 0))
}

func TestTagsThatPN532Lists(t *testing.T) {
	one := "01 0344 20 07 04A23C5A9E6180"
	for _, c := range []struct{ name, data, want string }{
		{"two", "02 01 0004 08 04 66CF4DC2 02 0344 00 07 04A23C5A9E6180", "66CF4DC2+04A23C5A9E6180"},
		{"with an answer to select", "01 " + one + " 06 75 77 81 02 80", "04A23C5A9E6180"},
		{"two, the first with one", "02 " + one + " 06 75 77 81 02 80 02 0004 08 04 66CF4DC2", "04A23C5A9E6180+66CF4DC2"},
		{"two, both with one", "02 " + one + " 06 75 77 81 02 80 02 0344 20 04 11223344 02 75", "04A23C5A9E6180+11223344"},
		{"two, without one though it could", "02 " + one + " 02 0004 08 04 66CF4DC2", "04A23C5A9E6180+66CF4DC2"},
		{"ten bytes", "01 01 0344 00 0A 0102030405060708090A", "0102030405060708090A"},
		{"cut", "01 01 0344 20 07 04A23C5A9E61", "!"},
		{"a length that no UID has", "01 01 0344 20 05 04A23C5A9E", "!"},
		{"another number", "01 02 0344 20 04 04A23C5A", "!"},
		{"more than asked for", "03", "!"},
		{"one announced, none there", "01", "!"},
		{"something behind", "01 01 0004 08 04 66CF4DC2 00", "!"},
		{"nothing", "", "!"},
	} {
		require.Equal(t, c.want, show(pn532Targets(unhex(t, c.data))), c.name)
	}
}

func tellStrongLink(portions ...[]byte) []string {
	var p strongLink
	var out []string
	for _, b := range portions {
		for _, r := range p.feed(b) {
			out = append(out, show(strongLinkTags(r)))
		}
	}
	return out
}

func strongLinkAnswer(body ...byte) []byte {
	b := append([]byte{fromStrongLink, byte(len(body) + 1)}, body...)
	return append(b, xor(b))
}

func TestFramesOfStrongLink(t *testing.T) {
	require.Equal(t, unhex(t, "BA 02 01 B9"), strongLinkCommand(strongLinkSelect))
	testVectors(t, family{
		tell: tellStrongLink,
		vectors: []vector{
			{"1K", strongLinkAnswer(1, 0, 0x66, 0xCF, 0x4D, 0xC2, 1), "66CF4DC2"},
			{"1K of seven bytes", strongLinkAnswer(1, 0, 4, 0xA2, 0x3C, 0x5A, 0x9E, 0x61, 0x80, 2), "04A23C5A9E6180"},
			{"DESFire", strongLinkAnswer(1, 0, 4, 0xA2, 0x3C, 0x5A, 0x9E, 0x61, 0x80, 6), "04A23C5A9E6180"},
			{"with starts in it", strongLinkAnswer(1, 0, 0xBD, 0x03, 0xBD, 0x05, 4), "BD03BD05"},
			{"no tag", strongLinkAnswer(1, 1), "none"},
		},
		garbage: [][]byte{{0, 0xFF}, {0xBD}, {0xBD, 0xBD}, {0xBD, 0x04, 1}, []byte("hello"), {0xBD, 0xFF}, {0xBA, 0x02, 0x01, 0xB9}},
		spoil:   func(b []byte) []byte { b[len(b)-1] ^= 0x40; return b },
	})
	for _, bad := range [][]byte{
		strongLinkAnswer(1, 0xF0), strongLinkAnswer(1, 0x0A), strongLinkAnswer(1, 0),
		strongLinkAnswer(1, 0, 1, 2, 3, 1), strongLinkAnswer(1, 0, 1, 2, 3, 4, 5, 6, 7, 1), strongLinkAnswer(1, 0, 0, 0, 0, 0, 1),
	} {
		require.Equal(t, []string{"!"}, tellStrongLink(bad), "% X", bad)
	}
}

func tellRFIDeas(portions ...[]byte) []string {
	var p rfIDEAS
	var out []string
	for _, b := range portions {
		for _, r := range p.feed(b) {
			if r.err != nil {
				out = append(out, "!")
				continue
			}
			out = append(out, fmt.Sprintf("%d %d %s", r.age, r.bits, r.uid))
		}
	}
	return out
}

func TestAnswersOfRFIDeas(t *testing.T) {
	testVectors(t, family{
		tell: tellRFIDeas,
		vectors: []vector{
			{"of the manual", []byte("{0x1000,2,0x0000,80;0x000000801DD1910B2F04}"), "4096 80 042F0B91D11D80"},
			{"with its prompt", []byte("rfid:qid\r\n{0x0003,0,0x0000,32;0x00000000000066CF4DC2}\r\nRF IDeas>"), "3 32 C24DCF66"},
			{"nothing read", []byte("{0xFFFF,0,0x0000,0;0x00000000000000000000}\r\n"), "65535 0 "},
		},
		garbage: [][]byte{[]byte("\r\nRF IDeas>"), {0, 0xFF}, []byte("}"), []byte("{"), []byte("{{"), []byte("{}"), []byte("{1,2,3;4}"), []byte("{\x00")},
	})
	for _, bad := range []string{
		"{0x1000,2,0x0000,80}", "{0x1000,2,0x0000;0x04}", "{0x1000,2,0x0000,80;0x0}", "{0x1000,2,0x0000,80;}", "{x,2,0x0000,80;0x04}",
		"{0x1000,2,0x0000,99;0x000000801DD1910B2F04}", "{0x1000,2,0x0000,80;0x1DD1910B2F04}", "{" + strings.Repeat("1", 200) + "}",
	} {
		require.Equal(t, []string{"!"}, tellRFIDeas([]byte(bad)), bad)
	}
	require.Equal(t, []string{"!", "65535 0 "}, tellRFIDeas([]byte("{0x1000,2{0xFFFF,0,0,0;0x00}")))
}

func tellLines(portions ...[]byte) []string { return linesTold(true, portions...) }

func linesTold(aligned bool, portions ...[]byte) []string {
	var p lines
	if aligned {
		p.aligned()
	}
	var out []string
	for _, b := range portions {
		for _, tag := range p.feed(b) {
			out = append(out, tag.UID.String())
		}
	}
	return out
}

func TestLinesOfText(t *testing.T) {
	seven := "04A23C5A9E6180"
	var vectors []vector
	for text, uid := range map[string]string{
		"Card UID: 04 A2 3C 5A 9E 61 80":       seven, // MFRC522 DumpInfo
		"UID tag : 66 CF 4D C2":                "66CF4DC2",
		"In hex:  66 CF 4D C2":                 "66CF4DC2",
		"UID:66CF4DC2":                         "66CF4DC2",
		"CSN=04a23c5a9e6180":                   seven,
		"Tag ID 0x04A23C5A9E6180":              seven,
		"04A23C5A9E6180":                       seven, // TWN4, OMNIKEY
		"04:A2:3C:5A:9E:61:80":                 seven,
		"04-A2-3C-5A-9E-61-80":                 seven,
		"0x04, 0xA2, 0x3C, 0x5A, 0x9E 61 0x80": seven,
		"  4 A2 3C 5A 9E 61 80 ":               seven, // a sketch that leaves zeros out
		"6F007B3972":                           "6F007B3972",
		"0008075634":                           "007B3972",
		"123,14706":                            "007B3972",
	} {
		vectors = append(vectors, vector{text, []byte(text + "\r\n"), uid})
	}
	f := family{tell: tellLines, vectors: vectors, open: true, garbage: [][]byte{
		[]byte("\r\n"), []byte("\n\n\n"), []byte("Scan PICC to see UID, SAK, type, and data blocks...\r\n"),
		[]byte("boot\xff\xfe\n"), []byte(strings.Repeat("04", 500) + "\n"), []byte("Card SAK: 20\r\n"),
	}}
	// A line that was cut in front counts only where its beginning was heard.
	for _, v := range vectors {
		for i := 1; i < len(v.bytes)-2; i++ {
			require.Equal(t, []string{v.want}, linesTold(false, v.bytes[i:], v.bytes), "begun at %d", i)
			require.Empty(t, tellLines(v.bytes[:i]), "only the first %d", i)
		}
		require.Equal(t, []string{v.want}, tellLines(v.bytes))
		for i := range v.bytes {
			require.Equal(t, []string{v.want}, tellLines(v.bytes[:i], v.bytes[i:]), "in two portions, from %d", i)
		}
		for _, g := range f.garbage {
			require.Equal(t, []string{v.want, v.want}, tellLines(g, v.bytes, g, v.bytes, g), "%q with %q around", v.name, g)
		}
	}
}

func TestWhatElseReadersWriteIsNoTag(t *testing.T) {
	for _, text := range []string{
		"Firmware Version: 0x92 = v2.0", "Scan PICC to see UID, SAK, type, and data blocks...",
		"Card SAK: 20", "PICC type: MIFARE 1KB", "PICC type: ISO/IEC 14443-4",
		"  15     63   00 00 00 00  00 00 FF 07  80 69 FF FF  FF FF FF FF  [ 0 0 1 ]",
		"         62   00 00 00 00  00 00 00 00  00 00 00 00  00 00 00 00  [ 0 0 0 ]",
		"In dec:  102 207 77 194", "In dec: 10 20 77 19", "12:34:56", "115200", "2026-11-26", "00:00:00:00", "FF FF FF FF",
		"UID: 04 A2 3C", "UID:", "id", "", "deadbee", "1 2 3 4", "999999999999999999", "0x12345678901234567890123456",
		strings.Repeat("0", 200), "192.168.0.1", "66CF4DC2\xFF", "\x1B66CF4DC2",
	} {
		require.Empty(t, tellLines([]byte(text+"\n")), text)
	}
}

// TestNoParserKeepsMoreThanAFrame feeds noise of the kind that each holds on to.
func TestNoParserKeepsMoreThanAFrame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		noise := rapid.SliceOfN(rapid.SampledFrom([]byte{0x00, 0xFF, 0xBD, 0x20, 0x02, 0x03, '0', 'A', '{', '\r', 0x01}), 1, 4000).Draw(t, "noise")
		var a twn4
		var b pn532
		var c strongLink
		var d rfIDEAS
		var e lines
		a.feed(noise)
		b.feed(noise)
		c.feed(noise)
		d.feed(noise)
		e.feed(noise)
		require.LessOrEqual(t, cap(a.digits), 2*twn4Longest)
		require.LessOrEqual(t, cap(b.buf), 4*pn532Longest)
		require.LessOrEqual(t, cap(c.buf), 4*strongLinkLongest)
		require.LessOrEqual(t, cap(d.text), 2*rfIDEASLongest)
		require.LessOrEqual(t, cap(e.text), 2*lineLongest)
	})
}

// TestPortionsMakeNoDifference: the same bytes, cut in any way, tell the same.
func TestPortionsMakeNoDifference(t *testing.T) {
	alphabet := []byte("\x00\xFF\xD5\x4B\x02\xFE\x03\xBD\x01{};,x0148AF \r\n")
	for name, tell := range map[string]told{
		"EM4100": tellEM4100, "TWN4": tellTWN4, "PN532": tellPN532, "StrongLink": tellStrongLink, "rf IDEAS": tellRFIDeas, "lines": tellLines,
	} {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				b := rapid.SliceOfN(rapid.SampledFrom(alphabet), 0, 80).Draw(t, "bytes")
				at := rapid.IntRange(0, len(b)).Draw(t, "cut")
				require.Equal(t, tell(b), tell(b[:at], b[at:]))
			})
		})
	}
}

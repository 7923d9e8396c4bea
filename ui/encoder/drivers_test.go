package encoder

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var (
	seven = UID{0x04, 0xA2, 0x3C, 0x5A, 0x9E, 0x61, 0x80}
	four  = UID{0x66, 0xCF, 0x4D, 0xC2}
)

// field is what lies on a simulated reader.
type field struct{ uids []UID }

func (f *field) twn4(command []byte) []byte {
	switch c := strings.TrimSpace(string(command)); {
	case c == "":
		return []byte("05\r")
	case c == twn4GetVersion:
		return twn4NameLine()
	case c != twn4SearchTag:
		return []byte("00\r")
	case len(f.uids) == 0:
		return []byte("0000\r")
	}
	u := f.uids[0]
	return []byte("000180" + UID{byte(8 * len(u)), byte(len(u))}.String() + u.String() + "\r")
}

func (f *field) pn532(command []byte) []byte {
	at := bytes.Index(command, pn532Start)
	if at < 0 || bytes.Equal(command, pn532AckFrame) {
		return nil
	}
	body := command[at+5:]
	var answer []byte
	switch body[0] {
	case pn532Firmware:
		answer = []byte{0x32, 1, 6, 7}
	case pn532List:
		n := min(len(f.uids), int(body[1]))
		answer = []byte{byte(n)}
		for i, u := range f.uids[:n] {
			answer = append(answer, byte(i+1), 0, 4, 8, byte(len(u)))
			answer = append(answer, u...)
		}
	}
	return append(bytes.Clone(pn532AckFrame), pn532Answer(append([]byte{body[0] + 1}, answer...)...)...)
}

func (f *field) strongLink([]byte) []byte {
	if len(f.uids) == 0 {
		return strongLinkAnswer(1, 1)
	}
	kind := byte(1)
	if len(f.uids[0]) == 7 {
		kind = 6
	}
	return strongLinkAnswer(append(append([]byte{1, 0}, f.uids[0]...), kind)...)
}

// rfIDEAS echoes what is typed and answers at the end of the line.
func (f *field) rfIDEAS(typed *string) func([]byte) []byte {
	return func(b []byte) []byte {
		*typed += string(b)
		if !strings.HasSuffix(*typed, "\r") {
			return b
		}
		line := strings.TrimSpace(*typed)
		*typed = ""
		answer := "\r\n"
		if line == "rfid:qid" {
			answer += "{0x1000,0,0x0000,80;0x000000801DD1910B2F04}"
			if len(f.uids) > 0 {
				answer = "\r\n{0x0001,0,0x0000,56;0x000000" + f.uids[0].Reversed().String() + "}"
			}
		}
		return []byte(string(b) + answer + "\r\nRF IDeas>")
	}
}

// polled are the families that are asked, each with a reader that answers.
func polled(t *testing.T) map[Family]struct {
	*device
	*field
} {
	type kit = struct {
		*device
		*field
	}
	out := map[Family]kit{}
	for f, answer := range map[Family]func(*field) func([]byte) []byte{
		FamilyTWN4:       func(f *field) func([]byte) []byte { return f.twn4 },
		FamilyPN532:      func(f *field) func([]byte) []byte { return f.pn532 },
		FamilyStrongLink: func(f *field) func([]byte) []byte { return f.strongLink },
		FamilyRFIDeas:    func(f *field) func([]byte) []byte { return f.rfIDEAS(new(string)) },
	} {
		there := &field{}
		out[f] = kit{newDevice(t, answer(there)), there}
	}
	return out
}

func TestAReaderThatIsAskedSaysWhoItIsAndWhatLiesOnIt(t *testing.T) {
	names := map[Family]string{FamilyTWN4: twn4Name, FamilyPN532: "PN532 1.6", FamilyStrongLink: "StrongLink SL025", FamilyRFIDeas: "rf IDEAS"}
	for family, kit := range polled(t) {
		t.Run(family.String(), func(t *testing.T) {
			for _, most := range []int{0, 1, 3} {
				kit.most, kit.uids = most, nil
				r := Open(family, kit.device, kit.now)
				name, err := r.Probe(t.Context())
				require.NoError(t, err)
				require.Equal(t, names[family], name)
				tags, err := r.Read(t.Context())
				require.NoError(t, err)
				require.Empty(t, tags, "what was read before the program came is no tap")
				kit.uids = []UID{seven}
				for range 3 {
					tags, err = r.Read(t.Context())
					require.NoError(t, err)
					require.Equal(t, []Tag{{UID: seven, Tech: HF}}, tags)
				}
			}
			require.NoError(t, Open(family, kit.device, kit.now).Close())
			require.Equal(t, 1, kit.closed)
		})
	}
}

func TestALookTakesNoLongerThanItSays(t *testing.T) {
	for family, kit := range polled(t) {
		r := Open(family, kit.device, kit.now)
		_, err := r.Probe(t.Context())
		require.NoError(t, err)
		start := kit.now()
		for range 10 {
			_, err = r.Read(t.Context())
			require.NoError(t, err)
		}
		require.Less(t, kit.now().Sub(start), 10*300*time.Millisecond, family.String())
		require.Greater(t, kit.now().Sub(start), 9*100*time.Millisecond, "%s is not asked without a pause", family)
	}
}

func TestPN532ListsTwo(t *testing.T) {
	there := &field{uids: []UID{four, seven}}
	d := newDevice(t, there.pn532)
	r := Open(FamilyPN532, d, d.now)
	_, err := r.Probe(t.Context())
	require.NoError(t, err)
	tags, err := r.Read(t.Context())
	require.NoError(t, err)
	require.Equal(t, []Tag{{UID: four, Tech: HF}, {UID: seven, Tech: HF}}, tags)
}

func TestPN532ThatListsOneOnlyIsAskedForOne(t *testing.T) {
	there := &field{uids: []UID{four}}
	d := newDevice(t, nil)
	d.answer = func(b []byte) []byte {
		if bytes.Contains(b, []byte{toPN532, pn532List, 2}) {
			return append(bytes.Clone(pn532AckFrame), 0, 0, 0xFF, 1, 0xFF, 0x7F, 0x81, 0)
		}
		return there.pn532(b)
	}
	r := Open(FamilyPN532, d, d.now)
	_, err := r.Read(t.Context())
	require.ErrorIs(t, err, ErrRefused)
	tags, err := r.Read(t.Context())
	require.NoError(t, err)
	require.Equal(t, []Tag{{UID: four, Tech: HF}}, tags)
}

func TestPN532IsAskedAgainForWhatCameBroken(t *testing.T) {
	there := &field{uids: []UID{four}}
	broken := true
	d := newDevice(t, nil)
	d.answer = func(b []byte) []byte {
		if bytes.Equal(b, pn532NackFrame) {
			return there.pn532(pn532Command(pn532List, 2, 0))
		}
		out := there.pn532(b)
		if broken && len(out) > 8 {
			broken = false
			out[len(out)-2] ^= 1
		}
		return out
	}
	r := Open(FamilyPN532, d, d.now)
	tags, err := r.Read(t.Context())
	require.NoError(t, err)
	require.Equal(t, []Tag{{UID: four, Tech: HF}}, tags)
	require.Contains(t, string(d.sent), string(pn532NackFrame))
}

func TestPN532IsNotAskedAgainForEver(t *testing.T) {
	d := newDevice(t, func(b []byte) []byte {
		if bytes.Equal(b, pn532AckFrame) {
			return nil
		}
		return []byte{0, 0, 0xFF, 2, 0xFE, fromPN532, pn532List + 1, 0, 0}
	})
	_, err := Open(FamilyPN532, d, d.now).Read(t.Context())
	require.ErrorIs(t, err, ErrGarbled)
	require.Equal(t, 1, bytes.Count(d.sent, pn532NackFrame))
}

func TestPN532MayThinkAfterItHasUnderstood(t *testing.T) {
	d := newDevice(t, func(b []byte) []byte { return pn532AckFrame })
	d.onRead = func() {
		if d.now().After(time.Unix(1000, 0).Add(250*time.Millisecond)) && len(d.out) == 0 {
			d.out = pn532Answer(pn532List+1, 1, 1, 0, 4, 8, 4, 0x66, 0xCF, 0x4D, 0xC2)
		}
	}
	tags, err := Open(FamilyPN532, d, d.now).Read(t.Context())
	require.NoError(t, err)
	require.Equal(t, []Tag{{UID: four, Tech: HF}}, tags)
}

func TestTWN4ThatAnswersLateIsNotMisunderstood(t *testing.T) {
	there := &field{uids: []UID{four}}
	var late []byte
	var due time.Time
	d := newDevice(t, nil)
	d.answer = func(b []byte) []byte {
		if due.IsZero() {
			due, late = d.now().Add(twn4Answers), there.twn4(b)
			return nil
		}
		return there.twn4(b)
	}
	d.onRead = func() {
		if late != nil && !d.now().Before(due) {
			d.out, late = append(d.out, late...), nil
		}
	}
	r := &twn4Reader{line: line{port: d, now: d.now}}
	_, err := r.Read(t.Context())
	require.ErrorIs(t, err, ErrSilent)
	reply, err := r.ask(t.Context(), twn4GetVersion)
	require.NoError(t, err)
	name, err := twn4Version(reply)
	require.NoError(t, err, "the tag that was looked for before")
	require.Equal(t, twn4Name, name)
}

func TestStrongLinkWaitsForTheAnswerToItsQuestion(t *testing.T) {
	there := &field{uids: []UID{four}}
	d := newDevice(t, func(b []byte) []byte { return append(strongLinkAnswer(0x40, 0x00), there.strongLink(b)...) })
	tags, err := Open(FamilyStrongLink, d, d.now).Read(t.Context())
	require.NoError(t, err)
	require.Equal(t, []Tag{{UID: four, Tech: HF}}, tags)
}

func TestPN532ThatDoesNotAnswerIsCalledOff(t *testing.T) {
	d := newDevice(t, func(b []byte) []byte { return pn532AckFrame })
	r := Open(FamilyPN532, d, d.now)
	start := d.now()
	_, err := r.Read(t.Context())
	require.ErrorIs(t, err, ErrSilent)
	require.Less(t, d.now().Sub(start), time.Second, "acknowledging for ever is no answer")
	require.True(t, bytes.HasSuffix(d.sent, pn532AckFrame))
}

func TestWhatIsNoReaderOfAFamilyIsNotTakenForOne(t *testing.T) {
	for name, answer := range map[string]func([]byte) []byte{
		"silence":       nil,
		"an echo":       func(b []byte) []byte { return b },
		"a modem":       func([]byte) []byte { return []byte("\r\nERROR\r\n") },
		"a shell":       func([]byte) []byte { return []byte("\r\nlogin: {}") },
		"noise":         func([]byte) []byte { return bytes.Repeat([]byte{0xBD, 0x00, 0xFF, 0x05, 0x00, 0xFF, 0xFB}, 30) },
		"a TWN3":        func([]byte) []byte { return []byte("001D54574E33\r") },
		"nothing, then": func([]byte) []byte { return []byte{0} },
	} {
		for _, f := range []Family{FamilyTWN4, FamilyPN532, FamilyStrongLink, FamilyRFIDeas} {
			d := newDevice(t, answer)
			start := d.now()
			_, err := Open(f, d, d.now).Probe(t.Context())
			require.Error(t, err, "%s as %s", name, f)
			require.True(t, errors.Is(err, ErrSilent) || errors.Is(err, ErrOther), "%s as %s: %v", name, f, err)
			require.Less(t, d.now().Sub(start), 2*time.Second, "%s as %s", name, f)
		}
	}
}

func TestOnlyFamiliesThatAreAskedWriteToThePort(t *testing.T) {
	for f := FamilyTWN4; f <= FamilyLines; f++ {
		d := newDevice(t, nil)
		r := Open(f, d, d.now)
		_, _ = r.Probe(t.Context())
		_, _ = r.Read(t.Context())
		require.Equal(t, f.Silent(), len(d.sent) == 0, f.String())
		require.NotEmpty(t, f.String())
		require.Positive(t, f.Baud())
	}
	require.Nil(t, Open(FamilyNone, nil, nil))
}

func TestTWN4BeepsAndLightsUpForATag(t *testing.T) {
	there := &field{uids: []UID{four}}
	d := newDevice(t, there.twn4)
	r := Open(FamilyTWN4, d, d.now)
	ctx, cancel := context.WithCancel(t.Context())
	var got []Event
	d.onRead = func() {
		if d.now().After(time.Unix(1003, 0)) {
			cancel()
		}
	}
	err := Watch(ctx, r, d.now, func(e Event) { got = append(got, e) })
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, []Event{{Tag: Tag{UID: four, Tech: HF}}}, got, "held for three seconds")
	require.Equal(t, 1, strings.Count(string(d.sent), twn4Green+"\r"+twn4Beep+"\r"+twn4Dark+"\r"))
	require.Greater(t, strings.Count(string(d.sent), twn4SearchTag+"\r"), 10)
}

func TestListenersHearEveryTag(t *testing.T) {
	for f, frames := range map[Family]string{
		FamilyEM4100: "\x020100\x02010063E9AE25\x03" + "\x026F007B39725F\r\n\x03",
		FamilyLines:  "Card UID: 01 00 63 E9 AE\r\n0100 63E9AE\nPICC type: x\r\n6F007B3972\r",
	} {
		d := newDevice(t, nil)
		r := Open(f, d, d.now)
		d.out = []byte("rest of a line 04A23C5A\r\n04A2")
		_, err := r.Probe(t.Context())
		require.NoError(t, err)
		d.out = []byte(frames)
		var uids []string
		for range 20 {
			tags, err := r.Read(t.Context())
			if err != nil {
				require.ErrorIs(t, err, ErrGarbled)
			}
			for _, tag := range tags {
				require.Equal(t, LF, tag.Tech)
				uids = append(uids, tag.UID.String())
			}
		}
		require.Equal(t, []string{"010063E9AE", "6F007B3972"}, uids, f.String())
	}
}

func TestUnpluggingEndsEverything(t *testing.T) {
	for family, kit := range polled(t) {
		t.Run(family.String(), func(t *testing.T) {
			kit.most = 1 // so that it goes in the middle of a frame
			for reads := range 60 {
				kit.gone, kit.out = nil, nil
				n := 0
				kit.onRead = func() {
					if n++; n > reads {
						kit.gone = errUnplugged
					}
				}
				r := Open(family, kit.device, kit.now)
				_, err := r.Probe(t.Context())
				if err == nil {
					err = Watch(t.Context(), r, kit.now, func(e Event) { t.Error("no tag is there") })
				}
				require.ErrorIs(t, err, ErrGone, "after %d reads", reads)
				require.ErrorIs(t, err, errUnplugged)
			}
		})
	}
}

func TestWaitingEndsWithTheContextAndWithThePort(t *testing.T) {
	for f := FamilyTWN4; f <= FamilyLines; f++ {
		inBubble(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			r := Open(f, newPipe(), time.Now)
			done := make(chan error)
			go func() {
				for {
					if _, err := r.Read(ctx); err != nil && !errors.Is(err, ErrSilent) {
						done <- err
						return
					}
				}
			}()
			time.Sleep(210 * time.Millisecond)
			start := time.Now()
			cancel()
			require.ErrorIs(t, <-done, context.Canceled)
			require.LessOrEqual(t, time.Since(start), slice)
		})
		inBubble(t, func(t *testing.T) {
			r := Open(f, newPipe(), time.Now)
			done := make(chan error)
			go func() { done <- Watch(t.Context(), r, time.Now, func(Event) {}) }()
			time.Sleep(210 * time.Millisecond)
			start := time.Now()
			require.NoError(t, r.Close())
			require.ErrorIs(t, <-done, ErrGone)
			require.Zero(t, time.Since(start))
		})
	}
}

func TestWatchGivesUpAReaderThatStaysSilent(t *testing.T) {
	d := newDevice(t, nil)
	start := d.now()
	require.ErrorIs(t, Watch(t.Context(), Open(FamilyTWN4, d, d.now), d.now, nil), ErrSilent)
	require.Less(t, d.now().Sub(start), 6*time.Second)
}

func TestWatchSaysThatNothingCanBeRead(t *testing.T) {
	d := newDevice(t, nil)
	ctx, cancel := context.WithCancel(t.Context())
	// At the edge of the field only every third frame arrives: nobody hears of it.
	broken := em4100Frame("010063E9AE24", "")
	edge := bytes.Join([][]byte{broken, broken, em4100Frame("010063E9AE25", "")}, nil)
	d.onRead = func() {
		if d.now().After(time.Unix(1001, 0)) {
			d.out = bytes.Clone(broken)
		} else if len(d.out) == 0 {
			d.out = bytes.Clone(edge)
		}
		if d.now().After(time.Unix(1002, 0)) {
			cancel()
		}
	}
	var got []Event
	err := Watch(ctx, Open(FamilyEM4100, d, d.now), d.now, func(e Event) {
		got = append(got, e)
		require.Equal(t, e.Err != nil, d.now().After(time.Unix(1001, 0)))
	})
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, []Event{{Tag: Tag{UID: UID{0x01, 0x00, 0x63, 0xE9, 0xAE}, Tech: LF}}, {Err: ErrGarbled}}, got)
}

func TestAPortThatDoesNotWaitIsGivenUp(t *testing.T) {
	d := newDevice(t, nil)
	d.hasty = true
	_, err := Open(FamilyLines, d, d.now).Read(t.Context())
	require.ErrorIs(t, err, ErrGone)
}

func TestTenThousandTapsArriveOnce(t *testing.T) {
	const taps = 10_000
	d := newDevice(t, nil)
	ctx, cancel := context.WithCancel(t.Context())
	sent := 0
	d.onRead = func() {
		if len(d.out) > 0 {
			return
		}
		if sent == taps {
			cancel()
			return
		}
		u := UID{0x6F, 0, byte(sent >> 16), byte(sent >> 8), byte(sent)}
		d.out = em4100Frame(append(u, xor(u)).String(), "")
		sent++
	}
	var uids []string
	err := Watch(ctx, Open(FamilyEM4100, d, d.now), d.now, func(e Event) { uids = append(uids, e.Tag.UID.String()) })
	require.ErrorIs(t, err, context.Canceled)
	require.Len(t, uids, taps)
	for i, u := range uids {
		require.Equal(t, UID{0x6F, 0, byte(i >> 16), byte(i >> 8), byte(i)}.String(), u)
	}
}

func TestUSBDevices(t *testing.T) {
	for _, c := range []struct {
		vendor, product, name string
		manner                Manner
		first                 Family
	}{
		{"09d8", "0420", "Elatec TWN4", SerialReader, FamilyTWN4},
		{"09D8", "0410", "Elatec TWN4", KeyboardReader, FamilyNone},
		{"09D8", "9999", "Elatec", SerialReader, FamilyTWN4},
		{"0c27", "3bfa", "rf IDEAS pcProx", KeyboardReader, FamilyNone},
		{"0C27", "232A", "rf IDEAS", SerialReader, FamilyRFIDeas},
		{"1A86", "7523", "CH340", SerialBridge, FamilyPN532},
		{"2341", "0043", "Arduino", SerialBridge, FamilyLines},
		{"072f", "2200", "ACS ACR122U", CardReader, FamilyNone},
		{"076B", "5427", "HID OMNIKEY", CardReader, FamilyNone},
		{"ffff", "0035", "Sycreader", KeyboardReader, FamilyNone},
	} {
		d, ok := Identify(c.vendor, c.product)
		require.True(t, ok)
		require.Equal(t, c.name, d.Name)
		require.Equal(t, c.manner, d.Manner)
		if c.first == FamilyNone {
			require.Empty(t, d.Families)
		} else {
			require.Equal(t, c.first, d.Families[0])
		}
	}
	for _, unknown := range [][2]string{{"1234", "5678"}, {"", ""}, {"xyz", "0420"}, {"09D8", ""}, {"1A86", "0001"}} {
		_, ok := Identify(unknown[0], unknown[1])
		require.False(t, ok, unknown)
	}
}

// TestTheTableOfUSBDevicesIsSound: an entry with a product comes before that of
// its vendor, and whatever has a port has families to try.
func TestTheTableOfUSBDevicesIsSound(t *testing.T) {
	for _, d := range devices {
		if d.Product == 0 {
			continue
		}
		found, ok := Identify(UID{byte(d.Vendor >> 8), byte(d.Vendor)}.String(), UID{byte(d.Product >> 8), byte(d.Product)}.String())
		require.True(t, ok)
		require.Equal(t, d, found)
	}
	for _, d := range devices {
		serial := d.Manner == SerialReader || d.Manner == SerialBridge
		require.Equal(t, serial, len(d.Families) > 0, d.Name)
	}
}

func TestAPortThatTakesNothingIsGone(t *testing.T) {
	d := newDevice(t, nil)
	r := Open(FamilyTWN4, stuck{d}, d.now)
	_, err := r.Probe(t.Context())
	require.ErrorIs(t, err, ErrGone)
}

// stuck is a port that takes no byte.
type stuck struct{ *device }

func (stuck) Write([]byte) (int, error) { return 0, nil }

func TestAReaderThatForgetsItsBeepStillReads(t *testing.T) {
	there := &field{uids: []UID{four}}
	d := newDevice(t, nil)
	d.answer = func(b []byte) []byte {
		if c := string(b); strings.HasPrefix(c, "04") || strings.HasPrefix(c, "0502") {
			return []byte("01\r") // unknown function
		}
		return there.twn4(b)
	}
	r := Open(FamilyTWN4, d, d.now)
	_, err := r.Probe(t.Context())
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	d.onRead = func() {
		if d.now().After(time.Unix(1003, 0)) {
			cancel()
		}
	}
	n := 0
	require.ErrorIs(t, Watch(ctx, r, d.now, func(Event) { n++ }), context.Canceled)
	require.Equal(t, 1, n)
}

func TestRFIDeasTellsANewTapFromAnOldOne(t *testing.T) {
	age := 0x40
	d := newDevice(t, nil)
	d.answer = func(b []byte) []byte {
		if b[0] != '\r' {
			return nil
		}
		return fmt.Appendf(nil, "{0x%04X,0,0x0000,56;0x000000%s}", age, seven.Reversed())
	}
	r := Open(FamilyRFIDeas, d, d.now)
	_, err := r.Probe(t.Context())
	require.NoError(t, err)
	for _, look := range []struct {
		age, tags int
	}{{0x10, 1}, {0x44, 0}, {0x48, 0}, {0x03, 1}, {0x06, 1}, {0x10, 0}, {0x0C, 1}, {0x0C, 0}, {0x50, 0}} {
		age = look.age
		tags, err := r.Read(t.Context())
		require.NoError(t, err)
		require.Len(t, tags, look.tags, "age %X", look.age)
	}
	for bits, tech := range map[int]Tech{26: LF, 32: TechUnknown, 56: HF, 80: HF} {
		require.Equal(t, tech, rfIDEASTech(bits))
	}
}

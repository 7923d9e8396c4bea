package encoder

import (
	"encoding/json"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

func TestAKnownReaderIsFoundByItselfAndTakenUpAgain(t *testing.T) {
	atDesk(t, Remembered{}, func(t *testing.T, d *desk) {
		require.Equal(t, []State{Looking}, d.states())
		there := &field{}
		p := d.in(twn4Plug("/dev/ttyACM0", there))
		wait(3 * time.Second)
		require.Equal(t, []State{Opening, Ready}, d.states())
		s := d.Status()
		require.Equal(t, twn4Name, s.Name)
		require.Equal(t, FamilyTWN4, s.Family)
		require.True(t, s.Heard)
		require.NoError(t, s.Err)
		require.Equal(t, Remembered{Vendor: "09d8", Product: "0420", Family: FamilyTWN4}, s.Reader)
		d.change(func() { there.uids = []UID{four} })
		wait(time.Second)
		require.Equal(t, []string{four.String()}, d.taps())

		for i := range 3 {
			d.out(p)
			wait(time.Second)
			require.Equal(t, []State{Gone}, d.states())
			require.Equal(t, twn4Name, d.Status().Name)
			p = d.in(twn4Plug(fmt.Sprintf("/dev/ttyACM%d", i+1), there))
			wait(3 * time.Second)
			require.Equal(t, []State{Opening, Ready}, d.states())
			require.Equal(t, p.Name, d.Status().Port)
			require.Equal(t, []string{four.String()}, d.taps())
		}
	})
}

func TestNothingIsWrittenToAnUnknownPortUnasked(t *testing.T) {
	for _, info := range []PortInfo{
		{Name: "COM3", Vendor: "1A86", Product: "7523"}, // a bridge
		{Name: "COM3", Vendor: "04B8", Product: "0202"}, // a receipt printer
		{Name: "COM3"}, // nothing is known
		{Name: "COM3", Vendor: "2341", Product: "0043"},                // a board
		{Name: "COM3", Vendor: "072F", Product: "2200"},                // PC/SC
		{Name: "COM3", Vendor: "0403", Product: "6001", Serial: "SER"}, // not the one that is remembered
	} {
		atDesk(t, Remembered{Vendor: "0403", Product: "6001", Serial: "OTHER", Family: FamilyPN532}, func(t *testing.T, d *desk) {
			p := d.in(&plug{PortInfo: info})
			wait(time.Minute)
			require.Equal(t, Looking, d.Status().State, "what is remembered is not there")
			require.Equal(t, []PortInfo{info}, d.Status().Choices)
			d.Forget()
			wait(time.Minute)
			require.Equal(t, Ask, d.Status().State)
			require.Equal(t, []PortInfo{info}, d.Status().Choices)
			require.Zero(t, p.opened)
			require.Zero(t, p.wrote)
		})
	}
}

func TestTheDeskSaysWhichPortIsTheReader(t *testing.T) {
	atDesk(t, Remembered{}, func(t *testing.T, d *desk) {
		there := &field{}
		printer := d.in(&plug{PortInfo: PortInfo{Name: "COM4", Vendor: "04B8", Product: "0202"}})
		p := d.in(bridgePlug("COM3", there.pn532))
		wait(3 * time.Second)
		require.Equal(t, Ask, d.Status().State)
		d.Use(p.PortInfo)
		wait(time.Second)
		s := d.Status()
		require.Equal(t, Ready, s.State)
		require.Equal(t, "PN532 1.6", s.Name)
		require.Equal(t, []PortInfo{printer.PortInfo}, s.Choices)
		require.Equal(t, Remembered{Vendor: "1A86", Product: "7523", Family: FamilyPN532}, s.Reader)
		d.out(p)
		wait(time.Second)
		require.Equal(t, Gone, d.Status().State)
		d.in(bridgePlug("COM9", there.pn532))
		wait(3 * time.Second)
		require.Equal(t, Ready, d.Status().State)
		require.Equal(t, "COM9", d.Status().Port)
		require.Zero(t, printer.opened)
		d.Forget()
		wait(3 * time.Second)
		require.Equal(t, Ask, d.Status().State)
		require.Len(t, d.Status().Choices, 2)
		require.Equal(t, Remembered{}, d.Status().Reader)
	})
}

func TestAReaderIsRememberedAfterAStart(t *testing.T) {
	there := &field{}
	before := Remembered{Vendor: "1a86", Product: "7523", Family: FamilyPN532}
	kept, err := json.Marshal(before)
	require.NoError(t, err)
	require.JSONEq(t, `{"vendor":"1a86","product":"7523","family":"pn532"}`, string(kept))
	var back Remembered
	require.NoError(t, json.Unmarshal(kept, &back))
	require.Equal(t, before, back)
	require.NoError(t, json.Unmarshal([]byte(`{"family":"of a newer program"}`), &back))
	require.Equal(t, FamilyNone, back.Family)
	atDesk(t, before, func(t *testing.T, d *desk) {
		d.in(bridgePlug("COM3", there.pn532))
		wait(3 * time.Second)
		require.Equal(t, Ready, d.Status().State)
		require.Equal(t, "1A86", d.Status().Reader.Vendor)
	})
}

func TestTwoBridgesThatLookAlikeAreAskedAbout(t *testing.T) {
	there := &field{}
	atDesk(t, Remembered{Vendor: "1A86", Product: "7523", Family: FamilyPN532}, func(t *testing.T, d *desk) {
		a, b := d.in(bridgePlug("COM3", there.pn532)), d.in(bridgePlug("COM4", nil))
		wait(3 * time.Second)
		require.Equal(t, Ask, d.Status().State)
		require.Zero(t, a.opened+b.opened)
		d.Use(a.PortInfo)
		wait(time.Second)
		require.Equal(t, Ready, d.Status().State)
		require.Equal(t, []PortInfo{b.PortInfo}, d.Status().Choices)
	})
}

func TestAReaderThatSpeaksFirstIsKnownAtItsFirstTag(t *testing.T) {
	for _, c := range []struct {
		says, uid string
		family    Family
		err       error
	}{
		{string(em4100Frame("010063E9AE25", "")), "010063E9AE", FamilyEM4100, ErrLowFrequency},
		// All digits: as text it would be a decimal number.
		{"\x02010063091279\r\n\x03", "0100630912", FamilyEM4100, ErrLowFrequency},
		{"Card UID: 04 A2 3C 5A 9E 61 80\r\n", seven.String(), FamilyLines, nil},
		{"\x0204A23C5A9E6180\r\n\x03", seven.String(), FamilyLines, nil},
		{"\x0266CF4DC2\r\n\x03", four.String(), FamilyLines, nil},
	} {
		atDesk(t, Remembered{}, func(t *testing.T, d *desk) {
			p := d.in(bridgePlug("COM3", nil))
			d.Use(p.PortInfo)
			wait(4 * time.Second)
			s := d.Status()
			require.Equal(t, Ready, s.State)
			require.Equal(t, FamilyPush, s.Family)
			require.False(t, s.Heard)
			require.Equal(t, ErrUnheard, s.Err)
			require.Equal(t, "CH340", s.Name)
			require.Equal(t, []int{115200, 9600}, p.bauds, "a board restarts at each opening")
			require.Equal(t, FamilyNone, s.Reader.Family, "the others are asked again at the next start")
			d.says(p, c.says)
			wait(time.Second)
			s = d.Status()
			require.Equal(t, []string{c.uid}, d.taps())
			require.True(t, s.Heard)
			require.Equal(t, c.family, s.Family, c.says)
			require.Equal(t, c.err, s.Err)
			require.Equal(t, c.family, s.Reader.Family)
			d.says(p, c.says)
			wait(time.Second)
			require.Equal(t, []string{c.uid}, d.taps())
		})
	}
}

func TestABrokenFrameOf125kHzIsNoText(t *testing.T) {
	r := &pushReader{}
	r.text.aligned()
	for _, c := range []byte("\x02010063091278\r\n\x03") { // a wrong checksum
		require.Empty(t, r.next(c))
	}
	require.Equal(t, FamilyNone, r.decided)
}

func TestWhyAReaderCanNotBeUsedIsSaid(t *testing.T) {
	for _, refuse := range []problem{ErrBusy, ErrDenied, ErrDialout, ErrNotSerial, ErrNoOpen} {
		atDesk(t, Remembered{}, func(t *testing.T, d *desk) {
			p := twn4Plug("COM3", &field{})
			p.refuse = refuse
			d.in(p)
			wait(2100 * time.Millisecond)
			require.Equal(t, Opening, d.Status().State, "the system may still be at it")
			wait(time.Second)
			require.Equal(t, Trouble, d.Status().State)
			require.ErrorIs(t, d.Status().Err, refuse)
			require.Equal(t, string(refuse), Sentence(d.Status().Err))
			require.Equal(t, "Elatec TWN4", d.Status().Name)
			d.states()
			wait(time.Minute)
			require.Empty(t, d.states(), "a trouble does not flicker")
			require.Less(t, p.opened, 40)
			d.change(func() { p.refuse = nil })
			wait(3 * time.Second)
			require.Equal(t, Ready, d.Status().State)
		})
	}
}

func TestAPortThatBelongsToUdevForAMomentIsNoTrouble(t *testing.T) {
	atDesk(t, Remembered{}, func(t *testing.T, d *desk) {
		p := twn4Plug("/dev/ttyACM0", &field{})
		p.refuse = ErrDialout
		d.in(p)
		wait(2100 * time.Millisecond)
		d.change(func() { p.refuse = nil })
		wait(time.Second)
		require.Equal(t, []State{Looking, Opening, Ready}, d.states())
	})
}

func TestAReaderInAnotherModeIsSaid(t *testing.T) {
	// rf IDEAS falls back to text, of which nothing was heard; one that has
	// answered before and answers otherwise now is in another mode.
	atDesk(t, Remembered{Vendor: "1A86", Product: "7523", Family: FamilyPN532}, func(t *testing.T, d *desk) {
		p := d.in(bridgePlug("COM3", func([]byte) []byte { return pn532Answer(0x55, 1, 2) }))
		wait(3 * time.Second)
		require.Equal(t, Trouble, d.Status().State)
		require.ErrorIs(t, d.Status().Err, ErrSilent)
		before := 0
		d.change(func() { before = p.wrote })
		wait(time.Minute)
		d.change(func() { before = p.wrote - before })
		require.Less(t, before, 400, "it is left in peace for longer each time")
		there := &field{}
		d.change(func() { p.answer = there.pn532 })
		wait(11 * time.Second)
		require.Equal(t, Ready, d.Status().State)
	})
	atDesk(t, Remembered{}, func(t *testing.T, d *desk) {
		silent := twn4Plug("COM3", nil)
		silent.answer = nil
		d.in(silent)
		wait(4 * time.Second)
		require.Equal(t, Ready, d.Status().State)
		require.Equal(t, ErrUnheard, d.Status().Err)
	})
}

// What was plugged in just now may not be up yet, or too slow on a busy computer:
// it is not taken for one that only listens for good.
func TestAReaderThatStartsSlowlyIsAskedAgain(t *testing.T) {
	atDesk(t, Remembered{}, func(t *testing.T, d *desk) {
		there := &field{}
		silent := twn4Plug("COM3", nil)
		silent.answer = nil
		p := d.in(silent)
		wait(4 * time.Second)
		require.Equal(t, ErrUnheard, d.Status().Err)
		d.change(func() { p.answer = there.twn4 })
		d.states()
		wait(6 * time.Second)
		require.Equal(t, twn4Name, d.Status().Name)
		require.NoError(t, d.Status().Err)
		require.Equal(t, []State{Ready}, d.states(), "no flicker")
	})
	atDesk(t, Remembered{}, func(t *testing.T, d *desk) {
		silent := twn4Plug("COM3", nil)
		silent.answer = nil
		p := d.in(silent)
		wait(10 * time.Second)
		wrote := 0
		d.change(func() { wrote = p.wrote })
		wait(10 * time.Minute)
		d.change(func() { wrote = p.wrote - wrote })
		require.Less(t, wrote, 400, "it is left in peace for longer each time")
	})
}

// Also after a night without it.
func TestAReaderThatIsKnownIsTakenUpWithinThreeSeconds(t *testing.T) {
	atDesk(t, Remembered{}, func(t *testing.T, d *desk) {
		p := d.in(twn4Plug("COM3", &field{}))
		wait(3 * time.Second)
		d.out(p)
		wait(9 * time.Hour)
		require.Equal(t, Gone, d.Status().State)
		d.in(twn4Plug("COM5", &field{}))
		wait(3 * time.Second)
		require.Equal(t, Ready, d.Status().State)
	})
}

func TestAReaderThatFallsSilentIsAskedAgain(t *testing.T) {
	atDesk(t, Remembered{}, func(t *testing.T, d *desk) {
		there := &field{}
		p := d.in(twn4Plug("COM3", there))
		wait(10 * time.Second)
		d.change(func() { p.answer = nil })
		wait(5 * time.Second)
		require.Equal(t, Trouble, d.Status().State)
		require.ErrorIs(t, d.Status().Err, ErrSilent)
		d.change(func() { p.answer = there.twn4 })
		wait(11 * time.Second)
		require.Equal(t, Ready, d.Status().State)
	})
}

func TestPortsAreListedSeldomAndNeverBesideAReader(t *testing.T) {
	atDesk(t, Remembered{}, func(t *testing.T, d *desk) {
		count := func(during time.Duration) int {
			d.change(func() { d.lists = nil })
			wait(during)
			n := 0
			d.change(func() { n = len(d.lists) })
			return n
		}
		require.InDelta(t, 300, count(10*time.Minute), 2)
		require.InDelta(t, 60, count(10*time.Minute), 2)
		there := &field{}
		p := d.in(twn4Plug("COM3", there))
		wait(11 * time.Second)
		require.Equal(t, Ready, d.Status().State)
		require.Zero(t, count(time.Hour))
		d.out(p)
		wait(time.Second)
		require.InDelta(t, 30, count(time.Minute), 2)
	})
}

func TestThePortsCanNotBeListed(t *testing.T) {
	atDesk(t, Remembered{}, func(t *testing.T, d *desk) {
		d.change(func() { d.fail = ErrNoList })
		wait(3 * time.Second)
		require.Equal(t, Trouble, d.Status().State)
		require.Equal(t, ErrNoList, d.Status().Err)
		d.change(func() { d.fail = nil })
		wait(11 * time.Second)
		require.Equal(t, Looking, d.Status().State)
	})
}

func TestWhatHangsIsLeftOnceOnly(t *testing.T) {
	for _, what := range []string{"open", "write", "close"} {
		t.Run(what, func(t *testing.T) {
			atDesk(t, Remembered{}, func(t *testing.T, d *desk) {
				p := twn4Plug("COM3", &field{})
				p.hang = what
				d.in(p)
				wait(5 * time.Second)
				if what == "close" {
					require.Equal(t, Ready, d.Status().State)
					d.Use(p.PortInfo)
				}
				wait(20 * time.Second)
				require.Equal(t, Trouble, d.Status().State)
				require.Equal(t, ErrStuck, d.Status().Err)
				opened := p.opened
				other := d.in(twn4Plug("COM4", &field{}))
				wait(time.Minute)
				require.Equal(t, opened, p.opened)
				require.Zero(t, other.opened, "one that hangs is enough")
				d.out(p)
				wait(5 * time.Second)
				require.Equal(t, Ready, d.Status().State)
				require.Equal(t, "COM4", d.Status().Port)
			})
		})
	}
}

func TestRunEndsBesideAPortThatHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		inDesk(t, Remembered{}, func(t *testing.T, d *desk) {
			p := twn4Plug("COM3", &field{})
			p.hang = "write"
			d.in(p)
			wait(20 * time.Second)
			require.Equal(t, ErrStuck, d.Status().Err)
		})
	})
}

func TestAReaderThatKeepsFailingIsNoBusyLoop(t *testing.T) {
	atDesk(t, Remembered{}, func(t *testing.T, d *desk) {
		p := twn4Plug("COM3", nil)
		p.answer = func(b []byte) []byte {
			if string(b) == twn4SearchTag+"\r" {
				d.change(func() { p.lines[len(p.lines)-1].cut() }) // ready, and gone again at once
				return nil
			}
			return (&field{}).twn4(b)
		}
		d.in(p)
		wait(10 * time.Minute)
		opened := 0
		d.change(func() { opened = p.opened })
		require.Less(t, opened, 80)
	})
}

func TestUseOfAPortThatIsNotInTheList(t *testing.T) {
	atDesk(t, Remembered{}, func(t *testing.T, d *desk) {
		d.Use(PortInfo{Name: "/dev/pts/7"})
		wait(3 * time.Second)
		require.Equal(t, Looking, d.Status().State)
		there := &field{}
		p := d.in(&plug{PortInfo: PortInfo{Name: "/dev/pts/7"}, answer: there.twn4})
		wait(3 * time.Second)
		require.Equal(t, Ready, d.Status().State)
		require.Equal(t, Remembered{}, d.Status().Reader, "there is nothing to know it by")
		d.out(p)
		wait(3 * time.Second)
		require.Equal(t, Gone, d.Status().State)
		d.in(&plug{PortInfo: PortInfo{Name: "/dev/pts/7"}, answer: there.twn4})
		wait(3 * time.Second)
		require.Equal(t, Ready, d.Status().State)
	})
}

func TestAKnownReaderDoesNotTakeThePlaceOfTheOneThatWasChosen(t *testing.T) {
	before := Remembered{Vendor: "1A86", Product: "7523", Family: FamilyPN532}
	atDesk(t, before, func(t *testing.T, d *desk) {
		there := &field{}
		p := d.in(twn4Plug("COM3", there))
		wait(3 * time.Second)
		require.Equal(t, "COM3", d.Status().Port)
		require.Equal(t, before, d.Status().Reader)
		d.out(p)
		d.in(bridgePlug("COM5", there.pn532))
		d.in(twn4Plug("COM6", there))
		wait(3 * time.Second)
		require.Equal(t, "COM5", d.Status().Port)
	})
}

func TestTheNameOfAPortIsNobodysForLong(t *testing.T) {
	atDesk(t, Remembered{}, func(t *testing.T, d *desk) {
		there := &field{}
		p := d.in(bridgePlug("COM3", there.pn532))
		d.Use(p.PortInfo)
		wait(time.Second)
		require.Equal(t, Ready, d.Status().State)
		d.out(p)
		wait(3 * time.Second)
		printer := d.in(&plug{PortInfo: PortInfo{Name: "COM3", Vendor: "04B8", Product: "0202"}})
		wait(time.Minute)
		require.Equal(t, Gone, d.Status().State)
		require.Zero(t, printer.opened)
	})
}

func TestAReaderThatSpeaksFirstIsTrustedTheNextTime(t *testing.T) {
	for family, want := range map[Family]error{FamilyLines: nil, FamilyEM4100: ErrLowFrequency, FamilyNone: ErrUnheard} {
		atDesk(t, Remembered{Vendor: "2341", Product: "0043", Family: family}, func(t *testing.T, d *desk) {
			d.in(&plug{PortInfo: PortInfo{Name: "COM3", Vendor: "2341", Product: "0043"}})
			wait(3 * time.Second)
			require.Equal(t, Ready, d.Status().State)
			require.Equal(t, want, d.Status().Err)
			require.Equal(t, family, d.Status().Reader.Family)
		})
	}
}

func TestAReaderIsKnownByItsNumbers(t *testing.T) {
	m := Remembered{Vendor: "0403", Product: "6001", Serial: "A50285BI"}
	for _, c := range []struct {
		port PortInfo
		is   bool
	}{
		{PortInfo{Name: "COM9", Vendor: "0403", Product: "6001", Serial: "a50285bi"}, true},
		{PortInfo{Vendor: "0403", Product: "6001", Serial: "A50285BJ"}, false},
		{PortInfo{Vendor: "0403", Product: "6001"}, false},
		{PortInfo{Vendor: "0403", Product: "6015", Serial: "A50285BI"}, false},
		{PortInfo{Vendor: "0404", Product: "6001", Serial: "A50285BI"}, false},
		{PortInfo{Name: "COM9"}, false},
	} {
		require.Equal(t, c.is, m.Is(c.port), c.port)
	}
	m.Serial = ""
	require.True(t, m.Is(PortInfo{Vendor: "0403", Product: "6001"}))
	require.False(t, m.Is(PortInfo{Vendor: "0403", Product: "6001", Serial: "A50285BI"}), "it had none")
	require.False(t, Remembered{}.Is(PortInfo{}))
}

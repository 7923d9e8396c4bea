package emulate

import (
	"encoding/hex"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/ui/encoder"
)

var (
	seven = encoder.UID{0x04, 0xA2, 0x3C, 0x5A, 0x9E, 0x61, 0x80}
	four  = encoder.UID{0x66, 0xCF, 0x4D, 0xC2}
)

// bench is a reader on the table, with the program's end of its wire.
type bench struct {
	*Reader
	t    *testing.T
	wire net.Conn
	got  chan []byte
}

func on(t *testing.T, kind Kind, f func(t *testing.T, b *bench)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe()
		r, err := New(kind, far, Options{})
		require.NoError(t, err)
		b := &bench{Reader: r, t: t, wire: near, got: make(chan []byte, 1000)}
		done := make(chan error, 1)
		go func() { done <- r.Serve(t.Context()) }()
		go func() {
			for {
				buf := make([]byte, 300)
				n, err := near.Read(buf)
				if err != nil {
					close(b.got)
					return
				}
				b.got <- buf[:n]
			}
		}()
		f(t, b)
		require.NoError(t, near.Close())
		require.NoError(t, <-done)
	})
}

// after waits and gives what the reader has sent by then.
func (b *bench) after(d time.Duration) string {
	time.Sleep(d)
	synctest.Wait()
	out := ""
	for {
		select {
		case got, open := <-b.got:
			if !open {
				return out
			}
			out += string(got)
		default:
			return out
		}
	}
}

func (b *bench) ask(command string) string {
	_, err := b.wire.Write([]byte(command))
	require.NoError(b.t, err)
	return b.after(time.Second)
}

// hexed is bytes in pairs of digits, as manuals print them.
func hexed(s string) string { return strings.ToUpper(hex.EncodeToString([]byte(s))) }

func unhex(t *testing.T, s string) string {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	require.NoError(t, err)
	return string(b)
}

func TestTWN4AnswersAsItsManualSays(t *testing.T) {
	on(t, TWN4, func(t *testing.T, b *bench) {
		require.Equal(t, "001D"+hexed("TWN4/B1.03/CCF1.57/PRS1.03/PI")+"\r", b.ask("0004FF\r"))
		require.Equal(t, "0001\r", b.ask("0005\r"))
		require.Equal(t, "0000\r", b.ask("050010\r"))
		require.NoError(t, b.Put(t.Context(), four))
		require.Equal(t, "000180200466CF4DC2\r", b.ask("050010\r"))
		require.NoError(t, b.Put(t.Context(), seven, four))
		require.Equal(t, "000180380704A23C5A9E6180\r", b.ask("050010\r"), "one of several")
		require.Equal(t, "000180100204A2\r", b.ask("050002\r"), "as much as the program has room for")
		require.NoError(t, b.Put(t.Context(), encoder.UID{1, 0, 0x63, 0xE9, 0xAE}))
		require.Equal(t, "00014028050100"+"63E9AE\r", b.ask("050010\r"))
		require.Equal(t, "00\r", b.ask("05020000000007000000\r"))
		require.Equal(t, "0000\r", b.ask("050010\r"), "125 kHz is not looked for")
		for command, code := range map[string]string{
			"0999": "01", "0500": "02", "05001000": "03", "05": "05", "xyz": "05", "": "05", "050": "05",
		} {
			require.Equal(t, code+"\r", b.ask(command+"\r"), command)
		}
		require.Equal(t, "00\r", b.ask("0400030000\r"))
		require.Equal(t, "00\r", b.ask("040202\r"))
		require.True(t, b.Green())
		start := time.Now()
		require.Zero(t, b.Signals())
		_, err := b.wire.Write([]byte("04076460" + "09F401F401\r"))
		require.NoError(t, err)
		require.Empty(t, b.after(900*time.Millisecond), "it beeps for half a second and is silent for another")
		require.Equal(t, "00\r", b.after(200*time.Millisecond))
		require.Less(t, time.Since(start), 2*time.Second)
		require.Equal(t, 1, b.Signals())
		require.Equal(t, "00\r", b.ask("040302\r"))
		require.False(t, b.Green())
	})
}

func TestPN532AnswersAsItsManualSays(t *testing.T) {
	ack := "0000FF00FF00"
	on(t, PN532, func(t *testing.T, b *bench) {
		ask := func(s string) string { return hexed(b.ask(unhex(t, s))) }
		firmware := "0000FF02FED4022A00"
		require.Empty(t, ask(firmware), "it sleeps")
		require.Empty(t, ask("5555"+strings.Repeat("00", 14)))
		require.Equal(t, ack+"0000FF02FED5151600", ask("0000FF03FDD414011700"))
		require.Equal(t, ack+"0000FF06FAD50332010607E800", ask(firmware))
		list := "0000FF04FCD44A0100E100"
		require.Equal(t, ack, ask(list), "without a limit it waits for a fob")
		require.NoError(t, b.Put(t.Context(), seven))
		require.Equal(t, "0000FF0FF1D54B01010344200704A23C5A9E6180B500", hexed(b.after(time.Second)))
		b.Take()
		require.Equal(t, ack, ask(list))
		require.Empty(t, ask("0000FF00FF00"), "an ACK calls it off")
		require.NoError(t, b.Put(t.Context(), four))
		require.Empty(t, b.after(time.Second))
		require.Equal(t, ack+"0000FF0CF4D54B0101000408"+"0466CF4DC28A00", ask(list))
		require.Equal(t, "0000FF0CF4D54B0101000408"+"0466CF4DC28A00", ask("0000FFFF0000"), "once more for a NACK")
		b.Take()
		require.Equal(t, ack+"0000FF02FED533F800", ask("0000FF06FAD43205FF0102F300"))
		require.Equal(t, ack+"0000FF03FDD54B00E000", ask(list))
		require.NoError(t, b.Put(t.Context(), four, seven))
		two := ask("0000FF04FCD44A0200E000")
		require.Contains(t, two, "D54B02"+"01000408"+"0466CF4DC2"+"02034420"+"0704A23C5A9E6180")
		require.Equal(t, ack+"0000FF01FF7F8100", ask("0000FF02FED4FE2E00"), "a command that it doesn't know")
		require.Empty(t, ask("0000FF02FED4022B00"), "a wrong checksum")
		require.Empty(t, ask("0000FF02FDD4022A00"), "a wrong length")
		require.Equal(t, ack+"0000FF06FAD50332010607E800", ask("1122"+firmware))
	})
}

func TestStrongLinkAnswersAsItsManualSays(t *testing.T) {
	on(t, StrongLink, func(t *testing.T, b *bench) {
		ask := func(s string) string { return hexed(b.ask(unhex(t, s))) }
		require.Equal(t, "BD0301"+"01BE", ask("BA0201B9"))
		require.NoError(t, b.Put(t.Context(), four))
		got := ask("BA0201B9")
		require.Equal(t, "BD080100"+"66CF4DC2"+"01", got[:len(got)-2])
		require.Zero(t, xor([]byte(unhex(t, got))))
		require.NoError(t, b.Put(t.Context(), seven))
		require.Contains(t, ask("BA0201B9"), "BD0B010004A23C5A9E618006")
		require.Equal(t, "BD0301F04F", ask("BA0201B8"), "a wrong checksum")
		require.Contains(t, ask("0011BA0240F8"), "BD0340F1", "a command that it doesn't know")
	})
}

func TestRFIDeasAnswersAsItsManualSays(t *testing.T) {
	uid := encoder.UID{0x04, 0x2F, 0x0B, 0x91, 0xD1, 0x1D, 0x80}
	on(t, RFIDeas, func(t *testing.T, b *bench) {
		require.Equal(t, "\r\nRF IDeas>", b.ask("\r"))
		require.Equal(t, "rfid:qid\r\n{0xFFFF,0,0x0000,0;0x00000000000000000000}\r\nRF IDeas>", b.ask("rfid:qid\r"))
		for range 3 {
			require.NoError(t, b.Put(t.Context(), uid))
		}
		b.Take()
		require.Empty(t, b.after(0x1000*48*time.Millisecond))
		require.Equal(t, "rfid:qid\r\n{0x1000,2,0x0000,80;0x000000801DD1910B2F04}\r\nRF IDeas>", b.ask("rfid:qid\r"))
		require.NoError(t, b.Put(t.Context(), uid))
		require.Contains(t, b.ask("rfid:qid.id\r"), "{0x0000,0,")
		require.Contains(t, b.ask("rfid:qid\r"), "{0x0000,0,", "it lies there still")
		b.Take()
		b.ask("rfid:qid.id\r")
		require.Contains(t, b.ask("rfid:qid\r"), "{0xFFFF,")
		require.Equal(t, "what\r\nRF IDeas>", b.ask("what\r"))
	})
}

func TestWhatSpeaksFirst(t *testing.T) {
	fob := encoder.UID{0x01, 0x00, 0x63, 0xE9, 0xAE}
	on(t, RDM6300, func(t *testing.T, b *bench) {
		require.NoError(t, b.Put(t.Context(), fob))
		require.Equal(t, strings.Repeat("\x02010063E9AE25\x03", 11), b.after(10*65*time.Millisecond+40*time.Millisecond), "every 65 ms")
		require.NoError(t, b.Put(t.Context(), encoder.UID{0x6F, 0x00, 0x7B, 0x39, 0x72}))
		require.Equal(t, "\x026F007B39725F\x03", b.after(30*time.Millisecond))
		require.NoError(t, b.Put(t.Context(), fob, encoder.UID{0x6F, 0x00, 0x7B, 0x39, 0x72}))
		require.Empty(t, b.after(time.Second), "two drown each other out")
		b.Take()
		require.NoError(t, b.Put(t.Context(), four))
		require.Empty(t, b.after(time.Second), "13.56 MHz")
		require.False(t, b.Reads(four))
	})
	on(t, ID12, func(t *testing.T, b *bench) {
		require.NoError(t, b.Put(t.Context(), encoder.UID{0x10, 0x00, 0x86, 0xF4, 0x44}))
		require.Equal(t, "\x02100086F44426\r\n\x03", b.after(time.Second))
	})
	on(t, Lines, func(t *testing.T, b *bench) {
		require.NoError(t, b.Put(t.Context(), seven))
		require.Equal(t, "Card UID: 04 A2 3C 5A 9E 61 80\r\nCard SAK: 20\r\nPICC type: PICC compliant with ISO/IEC 14443-4\r\n", b.after(time.Second))
	})
}

func TestAReaderIsUnpluggedInTheMiddleOfAnAnswer(t *testing.T) {
	on(t, TWN4, func(t *testing.T, b *bench) {
		require.NoError(t, b.Unplug(3))
		require.Equal(t, "001", b.ask("0004FF\r"))
		_, open := <-b.got
		require.False(t, open)
	})
}

func TestBytesComeAtTheSpeedOfTheLine(t *testing.T) {
	on(t, Lines, func(t *testing.T, b *bench) {
		start := time.Now()
		require.NoError(t, b.Put(t.Context(), four))
		took := time.Since(start)
		require.InDelta(t, float64(len("Card UID: 66 CF 4D C2\r\nCard SAK: 08\r\nPICC type: MIFARE 1KB\r\n"))/960, took.Seconds(), 0.01)
	})
}

func TestKinds(t *testing.T) {
	require.Len(t, Kinds(), 7)
	for _, k := range Kinds() {
		require.NotEqual(t, encoder.FamilyNone, k.Family())
	}
	_, err := New("tarot", nil, Options{})
	require.ErrorIs(t, err, ErrKind)
}

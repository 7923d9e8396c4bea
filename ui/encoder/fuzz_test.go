package encoder

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// fuzzParser holds that a parser tells the same of bytes in one portion and of
// bytes that come one by one.
func fuzzParser(f *testing.F, tell told, seeds ...[]byte) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var single [][]byte
		for i := range b {
			single = append(single, b[i:i+1])
		}
		require.Equal(t, tell(b), tell(single...))
	})
}

func FuzzEM4100(f *testing.F) {
	fuzzParser(f, tellEM4100, em4100Frame("6F007B39725F", ""), em4100Frame("010063E9AE25", "\r\n"))
}

func FuzzTWN4(f *testing.F) {
	fuzzParser(f, tellTWN4, twn4NameLine(), []byte("000180380704A23C5A9E6180\r"), []byte("0000\r"))
}

func FuzzPN532(f *testing.F) {
	fuzzParser(f, tellPN532, pn532AckFrame, pn532Answer(0x4B, 2, 1, 0, 4, 8, 4, 1, 2, 3, 4, 2, 3, 0x44, 0x20, 7, 4, 1, 2, 3, 4, 5, 6, 2, 0x75),
		pn532Answer(append([]byte{0x41}, make([]byte, 258)...)...))
}

func FuzzStrongLink(f *testing.F) {
	fuzzParser(f, tellStrongLink, strongLinkAnswer(1, 0, 0x66, 0xCF, 0x4D, 0xC2, 1), strongLinkAnswer(1, 1))
}

func FuzzRFIDeas(f *testing.F) {
	fuzzParser(f, tellRFIDeas, []byte("{0x1000,2,0x0000,80;0x000000801DD1910B2F04}\r\nRF IDeas>"))
}

func FuzzLines(f *testing.F) {
	fuzzParser(f, tellLines, []byte("Card UID: 04 A2 3C 5A 9E 61 80\r\n"), []byte("123,14706\n0008075634\n"))
}

// FuzzWedge: what goes in comes out, in its order, or is a tag.
func FuzzWedge(f *testing.F) {
	f.Add("04A23C5A\nMia\n", uint8(5))
	f.Add("Mia\n&é\"'(-è_\n", uint8(30))
	f.Fuzz(func(t *testing.T, text string, gap uint8) {
		var w Wedge
		now := time.Unix(0, 0)
		var typed, in string
		tag := false
		for i, r := range text {
			now = now.Add(time.Duration(int(gap)*(i%3)) * time.Millisecond)
			got := w.Rune(r, now)
			typed += got.Text
			tag = tag || got.OK
			if r == '\r' {
				r = '\n'
			}
			in += string(r)
			require.LessOrEqual(t, len(w.held), burstLongest+1)
		}
		typed += w.Flush(now.Add(time.Second)).Text
		if !tag {
			require.Equal(t, in, typed)
		}
	})
}

// FuzzPush: once a tag has decided what a reader speaks, it reads as one of
// that family would have from there on, and before that it keeps nothing.
func FuzzPush(f *testing.F) {
	f.Add([]byte("\x02010063091279\r\n\x03Card UID: 66 CF 4D C2\r\n"))
	f.Add(em4100Frame("6F007B39725F", ""))
	f.Add([]byte("Card UID: 66 CF 4D C2\r\n\x0266CF4DC2\r\n\x03"))
	f.Fuzz(func(t *testing.T, b []byte) {
		r := &pushReader{}
		for i, c := range b {
			got := r.next(c)
			if r.decided == FamilyNone {
				require.Empty(t, got)
				continue
			}
			require.NotEmpty(t, got)
			require.NoError(t, got[0].err)
			require.Equal(t, r.decided == FamilyEM4100, got[0].tag.Text == "")
			var em em4100
			var same []reading
			for _, c := range b[i+1:] {
				same = append(same, r.next(c)...)
			}
			if r.decided == FamilyEM4100 {
				require.Equal(t, em.feed(b[i+1:]), same)
			}
			return
		}
	})
}

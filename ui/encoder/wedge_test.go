package encoder

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// typing hands a Wedge characters with a pause between, and waits at the end.
type typing struct {
	w    Wedge
	now  time.Time
	text string
	tags []string
}

func (k *typing) key(r rune, gap time.Duration) {
	k.now = k.now.Add(gap)
	if due, ok := k.w.Due(); ok && !due.After(k.now) {
		k.take(k.w.Flush(due))
	}
	k.take(k.w.Rune(r, k.now))
}

func (k *typing) keys(text string, gap time.Duration) {
	for _, r := range text {
		k.key(r, gap)
	}
}

func (k *typing) rest() { k.now = k.now.Add(time.Second); k.take(k.w.Flush(k.now)) }

func (k *typing) take(t Typed) {
	k.text += t.Text
	if t.Back > 0 {
		all := []rune(k.text)
		k.text = string(all[:len(all)-t.Back])
	}
	if t.OK {
		k.tags = append(k.tags, t.Tag.UID.String())
	}
}

func TestAReaderThatTypesIsToldFromAPerson(t *testing.T) {
	const fast, slow = 8 * time.Millisecond, 90 * time.Millisecond
	for _, c := range []struct {
		name, text string
		gap        time.Duration
		typed, tag string
	}{
		{"reader", "04A23C5A9E6180\n", fast, "", "04A23C5A9E6180"},
		{"reader, carriage return", "04a23c5a9e6180\r", fast, "", "04A23C5A9E6180"},
		{"reader, decimal", "0008075634\n", fast, "", "007B3972"},
		{"reader, facility and number", "123,14706\n", fast, "", "007B3972"},
		{"reader, as slow as they get", "66CF4DC2\n", burstGap - time.Millisecond, "", "66CF4DC2"},
		{"French", "àè(&\"-&_\n", fast, "", "0072A612"}, // 07513618
		{"French, a letter", "àaàà\n", fast, "àaàà\n", ""},
		{"French, hexadecimal", "àqé\"cqeb\n", fast, "", "0A23CAEB"},
		{"French, decimal", "àààçà-à_é'\n", fast, "", "008A41D8"}, // 0009060824
		{"Belgian", "§§cf'dcé\n", fast, "", "66CF4DC2"},
		{"Czech", "žžcfčdcě\n", fast, "", "66CF4DC2"},
		{"Slovak", "žžcfčdcľ\n", fast, "", "66CF4DC2"},
		{"person", "04A23C5A9E6180\n", slow, "04A23C5A9E6180\n", ""},
		{"person, just too slow", "66CF4DC2\n", burstGap, "66CF4DC2\n", ""},
		{"a name, pasted by some tool", "Mia Berg\n", fast, "Mia Berg\n", ""},
		{"a word and a number", "M66CF4DC2\n", fast, "M66CF4DC2\n", ""},
		{"too short", "1234\n", fast, "1234\n", ""},
		{"too long", "0123456789012345678901234567890123456789012345678901234567890123456789\n", fast,
			"0123456789012345678901234567890123456789012345678901234567890123456789\n", ""},
		{"no Enter", "66CF4DC2", fast, "66CF4DC2", ""},
		{"Enter alone", "\n", fast, "\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := typing{now: time.Unix(1000, 0)}
			k.keys(c.text, c.gap)
			k.rest()
			require.Equal(t, c.typed, k.text)
			if c.tag == "" {
				require.Empty(t, k.tags)
			} else {
				require.Equal(t, []string{c.tag}, k.tags)
			}
		})
	}
}

func TestATapInTheMiddleOfTyping(t *testing.T) {
	k := typing{now: time.Unix(1000, 0)}
	k.keys("Mia 12", 120*time.Millisecond)
	k.key('0', 300*time.Millisecond)
	k.keys("4A23C5A9E6180\n", 5*time.Millisecond)
	k.keys("34\n", 120*time.Millisecond)
	k.rest()
	require.Equal(t, "Mia 1234\n", k.text)
	require.Equal(t, []string{"04A23C5A9E6180"}, k.tags)
}

// A window that is busy reads what was typed late, and then all at once.
func TestABusyWindowLosesNoTap(t *testing.T) {
	const uid = "04A23C5A9E6180"
	for at := 1; at < len(uid); at++ {
		for _, pause := range []time.Duration{burstGap, 100 * time.Millisecond, hiccup - 2*time.Millisecond} {
			k := typing{now: time.Unix(1000, 0)}
			k.keys("Mia 12", 120*time.Millisecond)
			k.now = k.now.Add(time.Second)
			k.keys(uid[:at], 8*time.Millisecond)
			k.now = k.now.Add(pause)
			k.keys(uid[at:]+"\n", time.Millisecond)
			k.rest()
			require.Equal(t, []string{uid}, k.tags, "%d %s", at, pause)
			require.Equal(t, "Mia 12", k.text)
		}
	}
}

// Somebody who types a number fast is no reader, in however many pieces.
func TestAQuickTypistIsNoReader(t *testing.T) {
	for _, gap := range []time.Duration{burstGap, 70 * time.Millisecond, 100 * time.Millisecond} {
		k := typing{now: time.Unix(1000, 0)}
		k.keys("02300001\n", gap)
		k.rest()
		require.Equal(t, "02300001\n", k.text)
		require.Empty(t, k.tags)
	}
}

func TestTwoTapsAreTwoTags(t *testing.T) {
	k := typing{now: time.Unix(1000, 0)}
	k.keys("66CF4DC2\n66CF4DC2\n", 5*time.Millisecond)
	require.Equal(t, []string{"66CF4DC2", "66CF4DC2"}, k.tags)
	require.Empty(t, k.text)
}

func TestTypingIsHeldBackForAMomentOnly(t *testing.T) {
	var w Wedge
	start := time.Unix(1000, 0)
	require.Empty(t, w.Rune('1', start))
	due, ok := w.Due()
	require.True(t, ok)
	require.Equal(t, start.Add(burstGap), due)
	require.Empty(t, w.Flush(due.Add(-1)))
	require.Equal(t, Typed{Text: "1"}, w.Flush(due))
	_, ok = w.Due()
	require.False(t, ok)
	require.Equal(t, Typed{Text: "M"}, w.Rune('M', due.Add(time.Second)), "what no tag has is not held back")
	require.Empty(t, w.Rune('2', due.Add(2*time.Second)))
	require.Equal(t, Typed{Text: "2"}, w.Rune('2', due.Add(2*time.Second+burstGap)), "nobody called Flush in time")
	require.Equal(t, Typed{Text: "2"}, w.Rune('3', due.Add(time.Second)), "a clock that was set back makes no burst")
}

// TestEveryTagArrivesOnEveryLayout types the UID as a reader does on a keyboard
// that thinks of another layout.
func TestEveryTagArrivesOnEveryLayout(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		u := drawUID(t)
		row := rapid.SampledFrom(append(digitRows, []rune("1234567890"))).Draw(t, "row")
		azerty := string(row) == string(digitRows[0]) || string(row) == string(digitRows[1])
		k := typing{now: time.Unix(1000, 0)}
		for _, r := range u.String() {
			switch {
			case r >= '0' && r <= '9':
				r = row[(r-'0'+9)%10]
			case r == 'A' && azerty:
				r = 'Q'
			}
			k.key(r, 3*time.Millisecond)
		}
		k.key('\n', 3*time.Millisecond)
		if _, ok := ParseTag(u.String()); !ok {
			return // digits only, and too many for a decimal
		}
		require.Len(t, k.tags, 1)
		require.Empty(t, k.text)
	})
}

package encoder

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	require.NoError(t, err)
	return b
}

func TestOneTagHasManyNumbers(t *testing.T) {
	seven := "04A23C5A9E6180"
	for _, c := range []struct {
		text, uid string
		want      Answer
	}{
		{"04A23C5A9E6180", seven, Yes},
		{"04:a2:3c:5a:9e:61:80", seven, Yes},
		{"0x04A23C5A9E6180", seven, Yes},
		{"4A23C5A9E6180", seven, Yes}, // without the zero in front
		{"80619E5A3CA204", seven, Yes},
		{"1304280008909184", seven, Yes},
		{"00001304280008909184", seven, Yes},
		{"36136129765614084", seven, Yes},
		{"8804A23C", seven, Perhaps},
		{"1017250952", seven, Perhaps},
		{"2282005052", seven, Perhaps},
		{"04A23C5A9E6181", seven, No},

		{"66CF4DC2", "66CF4DC2", Yes},
		{"1724861890", "66CF4DC2", Yes},
		{"C24DCF66", "66CF4DC2", Yes},
		{"3259879270", "66CF4DC2", Yes},
		{"0003259879270", "66CF4DC2", Yes},
		{"3259879271", "66CF4DC2", No},

		// From the field.
		{"BFF2781C", "1C78F2BF", Yes},
		{"3220338716", "1C78F2BF", Yes},
		{"3BC40488", "04C43B11223380", Perhaps},
		{"1002701960", "04C43B11223380", Perhaps},
		{"42172", "A4BC", Yes},
		{"48292", "A4BC", Yes},

		// EM4100: what is printed leaves the version out.
		{"6F007B3972", "6F007B3972", Yes},
		{"0008075634", "6F007B3972", Perhaps},
		{"123,14706", "6F007B3972", Perhaps},
		{" 123, 14706 ", "6F007B3972", Perhaps},
		{"0006547886", "010063E9AE", Perhaps},
		{"0008844356", "100086F444", Perhaps},
		{"124,14706", "6F007B3972", No},
		{"379,14706", "6F007B3972", No}, // no facility is that large

		{"", seven, No},
		{"0", "00000000", No},
		{"Mia", seven, No},
		{"-1304280008909184", seven, Yes}, // a separator, not a sign
		{strings.Repeat("9", 100), seven, No},
	} {
		require.Equal(t, c.want, CompareText(c.text, unhex(t, c.uid)), "%s and %s", c.text, c.uid)
	}
}

func TestReadersOfDifferentHabitsAgreeOnATag(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want Answer
	}{
		{"04A23C5A9E6180", "04A23C5A9E6180", Yes},
		{"04A23C5A9E6180", "80619E5A3CA204", Yes},
		{"04A23C5A9E6180", "0004A23C5A9E6180", Yes},
		{"04A23C5A9E6180", "8804A23C", Perhaps},
		{"04A23C5A9E6180", "3CA20488", Perhaps},
		{"04A23C5A9E6180", "04A23C5A", Perhaps},
		{"04A23C5A9E6180", "5A9E6180", Perhaps},
		{"04A23C5A9E6180", "66CF4DC2", No},
		{"0102030405060708090A", "88010203", Perhaps},
		{"6F007B3972", "007B3972", Perhaps},
		{"", "04A23C5A9E6180", No},
		{"", "", No},
	} {
		require.Equal(t, c.want, Compare(unhex(t, c.a), unhex(t, c.b)), "%s and %s", c.a, c.b)
		require.Equal(t, c.want, Compare(unhex(t, c.b), unhex(t, c.a)), "%s and %s", c.b, c.a)
	}
}

func TestATagIsFoundOnlyWhenItCanBeNoOther(t *testing.T) {
	tag := Tag{UID: unhex(t, "8804A23C")}
	first, second := UID(unhex(t, "04A23C5A9E6180")), UID(unhex(t, "04A23C11223344"))
	other := UID(unhex(t, "66CF4DC2"))

	at, answer := Find(Tag{UID: first}, []UID{other, first})
	require.Equal(t, []int{1}, at)
	require.Equal(t, Yes, answer)

	at, answer = Find(tag, []UID{first, other, second})
	require.Equal(t, []int{0, 2}, at)
	require.Equal(t, Perhaps, answer)

	at, answer = Find(tag, []UID{first, other})
	require.Equal(t, []int{0}, at, "one that is only truncated is a question all the same")
	require.Equal(t, Perhaps, answer)

	at, answer = Find(Tag{UID: first}, []UID{first, first.Reversed()})
	require.Equal(t, []int{0, 1}, at)
	require.Equal(t, Perhaps, answer)

	at, answer = Find(tag, []UID{other})
	require.Empty(t, at)
	require.Equal(t, No, answer)
}

func TestRandomUIDsAreRecognised(t *testing.T) {
	for _, c := range []struct {
		uid  string
		want Answer
	}{
		{"08A1B2C3", Yes}, {"80A1B2C3", Perhaps}, {"66CF4DC2", No},
		{"08A23C5A9E6180", No}, {"80A23C5A9E6180", No},
	} {
		require.Equal(t, c.want, UID(unhex(t, c.uid)).Random(), c.uid)
	}
	require.Equal(t, Yes, Tag{UID: unhex(t, "08A1B2C3"), Tech: HF}.Random())
	require.Equal(t, No, Tag{UID: unhex(t, "08A1B2C3"), Tech: LF}.Random())
	require.Equal(t, Perhaps, Tag{UID: unhex(t, "A1B2C308"), Guess: true}.Random(), "a decimal of unknown order")
	require.Equal(t, No, Tag{UID: unhex(t, "A1B2C309"), Guess: true}.Random())
}

func drawUID(t *rapid.T) UID {
	size := rapid.SampledFrom(sizes).Draw(t, "size")
	u := UID(rapid.SliceOfN(rapid.Byte(), size, size).Draw(t, "uid"))
	if !u.plausible() {
		t.Skip("no tag has it")
	}
	return u
}

func TestEveryWayToWriteATagIsThatTag(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		u := drawUID(t)
		require.Equal(t, Yes, Compare(u, u))
		require.Equal(t, Yes, Compare(u, u.Reversed()))
		require.Equal(t, Yes, CompareText(u.String(), u))
		require.Equal(t, Yes, CompareText(decimal(u), u))
		require.Equal(t, Yes, CompareText(decimal(u.Reversed()), u))
		require.Equal(t, Yes, CompareText("00"+u.Reversed().String(), u))
		if tag, ok := ParseTag(u.String()); ok {
			require.Equal(t, Yes, tag.Compare(u))
		} else {
			require.Len(t, u, 8, "only sixteen digits and more without a letter may be too many for a decimal")
		}
	})
}

func TestComparingIsTheSameFromEitherSide(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawUID(t), drawUID(t)
		if rapid.Bool().Draw(t, "part") {
			b = a[:rapid.IntRange(0, len(a)).Draw(t, "cut")]
		}
		require.Equal(t, Compare(a, b), Compare(b, a))
	})
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"04A23C5A9E6180", "04 a2 3c 5a", "123,14706", "0008075634", "0x66, 0xCF, 0x4D, 0xC2", "4 A2 3C 5A"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		tag, ok := ParseTag(s)
		if !ok {
			return
		}
		require.LessOrEqual(t, len(tag.UID), longest)
		require.NotEqual(t, No, tag.Compare(tag.UID), "a tag is itself")
	})
}

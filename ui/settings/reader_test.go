package settings

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"latchkey/ui/encoder"
	"latchkey/ui/listdetail/hand"
	"latchkey/ui/theme"
)

// readerBench is the card by itself in a window.
type readerBench struct {
	hand.Hand
	card   *readerCard
	status encoder.Status
	used   []string
	forgot int
}

func newReaderBench(t *testing.T) *readerBench {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.New(theme.Light))
	b := &readerBench{Hand: hand.Hand{T: t, Win: app.NewWindow("")}}
	t.Cleanup(b.Win.Close)
	b.card = newReaderCard(&Reader{
		Status: func() encoder.Status { return b.status },
		Use:    func(p encoder.PortInfo) { b.used = append(b.used, p.Name) },
		Forget: func() { b.forgot++ },
	}, func() {})
	b.Win.SetContent(b.card.content)
	return b
}

func (b *readerBench) becomes(s encoder.Status) string {
	b.status = s
	b.card.show(s)
	return strings.Join(b.Texts(), "\n")
}

func TestTheReaderCardSaysHowItStands(t *testing.T) {
	b := newReaderBench(t)
	for _, row := range []struct {
		status encoder.Status
		says   []string
		not    string
	}{
		{encoder.Status{}, []string{"No tag reader", "not plugged in", "Plug in a USB tag reader."}, "Forget"},
		{encoder.Status{State: encoder.Opening, Name: "Elatec TWN4"}, []string{"Elatec TWN4", "starting"}, "Plug in"},
		{encoder.Status{State: encoder.Ready, Name: "TWN4/B1.03"}, []string{"TWN4/B1.03", "ready", "Tap a tag to try it.", "Forget this reader"}, "Plug in"},
		{encoder.Status{State: encoder.Ready, Name: "text", Err: encoder.ErrLowFrequency}, []string{"ready", encoder.ErrLowFrequency.Error()}, "Plug in"},
		{encoder.Status{State: encoder.Gone, Name: "TWN4"}, []string{"TWN4", "unplugged", "Plug it in again, into any port."}, "Tap a tag"},
		{encoder.Status{State: encoder.Trouble, Name: "PN532", Err: encoder.ErrBusy}, []string{"PN532", "not working", encoder.ErrBusy.Error()}, "Tap a tag"},
		{encoder.Status{State: encoder.Looking, Others: []encoder.Device{{Name: "ACS ACR122U", Manner: encoder.CardReader}, {Name: "Sycreader", Manner: encoder.KeyboardReader}}},
			[]string{"ACS ACR122U is plugged in. It is a PC/SC reader", "Sycreader is plugged in. It types like a keyboard"}, "Forget"},
		{encoder.Status{State: encoder.Ready, Name: "TWN4", Others: []encoder.Device{{Name: "ACS ACR122U", Manner: encoder.CardReader}}}, []string{"ready"}, "PC/SC"},
	} {
		all := b.becomes(row.status)
		for _, says := range row.says {
			require.Contains(t, all, says)
		}
		require.NotContains(t, all, row.not)
	}
}

func TestTheDeskSaysWhichOneIsTheReader(t *testing.T) {
	b := newReaderBench(t)
	ports := []encoder.PortInfo{{Name: "COM7", Description: "Label printer"}, {Name: "COM8", Vendor: "1A86", Product: "7523"}}
	all := b.becomes(encoder.Status{State: encoder.Ask, Choices: ports})
	for _, says := range []string{"which one is it?", "Is one of these your tag reader?", "Label printer", "COM7", "CH340", "COM8"} {
		require.Contains(t, all, says)
	}
	b.Tap("This is it")
	require.Equal(t, []string{"COM7"}, b.used)
	require.NotContains(t, b.becomes(encoder.Status{State: encoder.Ready, Name: "PN532", Choices: ports}), "Is one of these", "out of the way once one works")
	b.Tap("Forget this reader")
	require.Equal(t, 1, b.forgot)
}

func TestATapOnTheNewReaderIsShown(t *testing.T) {
	b := newReaderBench(t)
	b.becomes(encoder.Status{State: encoder.Ready, Name: "TWN4"})
	b.card.tapped(encoder.Tag{UID: encoder.UID{0x66, 0xCF, 0x4D, 0xC2}})
	require.Contains(t, strings.Join(b.Texts(), "\n"), "It has just read 66CF4DC2.")
}

func TestWithoutAReaderThereIsNoCard(t *testing.T) {
	require.False(t, newReaderCard(nil, func() {}).content.Visible())
}

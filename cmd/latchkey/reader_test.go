package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/ui/encoder"
)

// emulated is “latchkey reader emulate” as a process, and the port that it made.
type emulated struct {
	port  string
	typed io.WriteCloser
	said  *bufio.Reader // standard error
	wait  func() error
}

// end closes the input, with which the command ends.
func (e *emulated) end(t *testing.T) {
	require.NoError(t, e.typed.Close())
	require.NoError(t, e.wait())
}

func emulateCommand(t *testing.T, args ...string) *emulated {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("terminals of this system don't all behave like a serial port")
	}
	cmd := child(t, append([]string{"reader", "emulate", "--json"}, args...)...)
	typed, err := cmd.StdinPipe()
	require.NoError(t, err)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	errOut, err := cmd.StderrPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	var said struct{ Port, Kind string }
	require.NoError(t, json.NewDecoder(out).Decode(&said))
	require.Equal(t, args[0], said.Kind)
	return &emulated{port: said.Port, typed: typed, said: bufio.NewReader(errOut), wait: cmd.Wait}
}

func TestAnEmulatedReaderIsTriedOnTheCommandLine(t *testing.T) {
	t.Parallel()
	e := emulateCommand(t, "twn4", "--fob", "04:A2:3C:5A:9E:61:80")
	defer e.end(t)
	out, errOut, status := cli(t, "reader", "test", e.port)
	require.Equal(t, exitDone, status, errOut)
	require.Equal(t, "TWN4/B1.03/CCF1.57/PRS1.03/PI at "+e.port+` (Elatec TWN4).
Tap a tag.
Tag 04A23C5A9E6180 (13.56 MHz)
  last byte first: 80619E5A3CA204
  as a decimal number: 1304280008909184
  as a decimal number, last byte first: 36136129765614084
  as a decimal number, by a reader that knows four bytes only: 2282005052 or 1017250952
`, out)
	out, errOut, status = cli(t, "reader", "test", e.port, "--json")
	require.Equal(t, exitDone, status, errOut)
	var found tried
	require.NoError(t, json.Unmarshal([]byte(out), &found))
	require.Equal(t, "twn4", found.Family)
	require.Equal(t, "04A23C5A9E6180", found.Tap.UID)
	require.Equal(t, "no", found.Tap.Random)
	require.Equal(t, "13.56 MHz", found.Tap.Band)
}

func TestAReaderOf125kHzIsSaidToBeTheWrongOne(t *testing.T) {
	t.Parallel()
	e := emulateCommand(t, "rdm6300", "--fob", "6F007B3972")
	defer e.end(t)
	out, errOut, status := cli(t, "reader", "test", e.port)
	require.Equal(t, exitDone, status, errOut)
	require.Contains(t, out, "  as it is printed on fobs: 0008075634\n  as facility and number: 123,14706\n")
	require.Contains(t, out, string(encoder.ErrLowFrequency))
}

func TestAPhoneIsSaidToBeNoTag(t *testing.T) {
	t.Parallel()
	e := emulateCommand(t, "stronglink", "--fob", "08112233")
	defer e.end(t)
	out, errOut, status := cli(t, "reader", "test", e.port)
	require.Equal(t, exitDone, status, errOut)
	require.Contains(t, out, "It makes up another UID at each tap")
}

func TestNoTapIsSaid(t *testing.T) {
	t.Parallel()
	e := emulateCommand(t, "pn532")
	defer e.end(t)
	out, errOut, status := cli(t, "reader", "test", e.port, "--wait", "1s")
	require.Equal(t, exitError, status)
	require.Contains(t, out, "PN532 1.6 at "+e.port+" (PN532).\nTap a tag.\n")
	require.Equal(t, "No tag was read for 1 seconds. Tap a tag and try again; if nothing comes, the reader is set to another mode.\n", errOut)
}

func TestTypedTapsAreWatched(t *testing.T) {
	t.Parallel()
	e := emulateCommand(t, "twn4")
	defer e.end(t)
	cmd := child(t, "reader", "watch", e.port, "--json")
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	errOut, err := cmd.StderrPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	says := bufio.NewReader(errOut)
	first, err := says.ReadString('\n')
	require.NoError(t, err)
	require.Contains(t, first, e.port+" is ready.")
	_, err = io.WriteString(e.typed, "66CF4DC2\nmia\n0102\n01 00 63 E9\n04A23C5A9E6180\n\n66CF4DC2\n")
	require.NoError(t, err)
	lines := bufio.NewScanner(out)
	for _, uid := range []string{"66CF4DC2", "010063E9", "04A23C5A9E6180", "66CF4DC2"} {
		require.True(t, lines.Scan())
		var tap oneTap
		require.NoError(t, json.Unmarshal(lines.Bytes(), &tap))
		require.Equal(t, uid, tap.UID)
		require.Equal(t, e.port, tap.Port)
	}
	for _, text := range []string{"mia", "0102"} {
		refused, err := e.said.ReadString('\n')
		require.NoError(t, err)
		require.Equal(t, "“"+text+"” is not the UID of a tag. Write hexadecimal digits, like 04A23C5A9E6180.\n", refused)
	}
	require.NoError(t, cmd.Process.Signal(os.Interrupt))
	require.NoError(t, cmd.Wait())
}

func TestATapInOneLine(t *testing.T) {
	var b bytes.Buffer
	at := time.Date(2026, 11, 26, 14, 5, 9, 0, time.UTC)
	for _, e := range []encoder.Event{
		{Tag: encoder.Tag{UID: encoder.UID{0x66, 0xCF, 0x4D, 0xC2}, Tech: encoder.HF}},
		{Tag: encoder.Tag{UID: encoder.UID{0x66, 0xCF, 0x4D, 0xC2}}},
		{Several: true},
		{Err: encoder.ErrGarbled},
	} {
		tapAs(e, "COM3", at).short(&b)
	}
	require.Equal(t, `14:05:09 66CF4DC2 (13.56 MHz)
14:05:09 66CF4DC2
14:05:09 Several tags lie on the reader. Tap one at a time.
14:05:09 The tag reader sent something that can't be read. Tap again.
`, b.String())
	b.Reset()
	tapAs(encoder.Event{Tag: encoder.Tag{UID: encoder.UID{0x80, 1, 2, 3}, Text: "2147549699", Guess: true}}, "COM3", at).long(&b)
	require.Contains(t, b.String(), "“2147549699”, which can be read in more than one way")
	require.Contains(t, b.String(), "It may make up another UID")
}

func TestPortsAreExplained(t *testing.T) {
	var b bytes.Buffer
	for _, p := range portsAs([]encoder.PortInfo{
		{Name: "COM5", Vendor: "09D8", Product: "0420", Serial: "1234"},
		{Name: "COM3", Vendor: "1A86", Product: "7523"},
		{Name: "COM4"},
		{Name: "COM6", Vendor: "072F", Product: "2200"},
		{Name: "COM7", Vendor: "0C27", Product: "3BFA"},
	}) {
		p.write(&b)
	}
	require.Equal(t, `COM3: CH340 (USB 1A86:7523, no serial number)
  A bridge or a board, behind which may be a tag reader or anything else. Nothing is sent to it before you say that it is the reader: “latchkey reader test COM3”.
COM4: COM4
  Nothing is known of it. Nothing is sent to it before you say that it is the reader: “latchkey reader test COM4”.
COM5: Elatec TWN4 (USB 09D8:0420, serial number 1234)
  A tag reader, which is used by itself.
COM6: ACS ACR122U (USB 072F:2200, no serial number)
  A PC/SC reader, which Latchkey can't use. Set it to type like a keyboard, if it can.
COM7: rf IDEAS pcProx (USB 0C27:3BFA, no serial number)
  A reader that types like a keyboard: put the cursor into a tag field of the window, and tap.
`, b.String())
	out, errOut, status := cli(t, "reader", "list", "--json")
	require.Equal(t, exitDone, status, errOut)
	require.True(t, strings.HasPrefix(out, "["), out)
}

func TestWhatCanNotBeTriedIsSaid(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the paths are those of Linux")
	}
	for want, args := range map[string][]string{
		string(encoder.ErrNoPort):    {"test", "/dev/ttyUSB999"},
		string(encoder.ErrNotSerial): {"test", "/dev/null"},
		"“tarot” is no kind of tag reader. There are: id12, lines, pn532, rdm6300, rfideas, stronglink, twn4.":            {"emulate", "tarot"},
		"“mia” is not the UID of a tag. Write hexadecimal digits, like 04A23C5A9E6180.":                                   {"emulate", "twn4", "--fob", "mia"},
		"This kind of tag reader knows no tags like 66CF4DC2. A UID has 4, 7 or 10 bytes at 13.56 MHz, and 5 at 125 kHz.": {"emulate", "id12", "--fob", "66CF4DC2"},
	} {
		_, errOut, status := cli(t, append([]string{"reader"}, args...)...)
		require.Equal(t, exitError, status)
		require.Equal(t, want+"\n", errOut)
	}
	out, _, status := cli(t, "reader", "test", "/dev/null", "--lang", "fr")
	require.Equal(t, exitError, status)
	require.Empty(t, out)
}

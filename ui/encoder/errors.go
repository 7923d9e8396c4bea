package encoder

import "errors"

// problem is an error that is a sentence for the desk.
type problem string

func (p problem) Error() string { return string(p) }

// What goes wrong between a reader and the program, told apart with errors.Is.
const (
	// ErrGone: the port gave an error, which is how an unplugged reader looks
	// on every system. The reader is of no more use; close it and look anew.
	ErrGone = problem("The tag reader is no longer there. Plug it in again.")
	// ErrSilent: no answer in time.
	ErrSilent = problem("The tag reader does not answer. Unplug it and plug it in again.")
	// ErrOther: something answered, but not in the protocol that was tried.
	ErrOther = problem("This is not a tag reader of this kind, or it is set to another mode.")
	// ErrGarbled: a frame that breaks off or has a wrong length or checksum.
	ErrGarbled = problem("The tag reader sent something that can't be read. Tap again.")
	// ErrRefused: the reader understood a command and won't do it.
	ErrRefused = problem("The tag reader refused a command. Unplug it and plug it in again.")
)

// Why a port can't be opened.
const (
	// ErrBusy: another program has it open.
	ErrBusy = problem("Another program is using the tag reader. Close it: AppBlaster or Director of Elatec, the Configuration Utility of rf IDEAS, the serial monitor of Arduino. Then the reader works by itself.")
	// ErrDenied: the system forbids it.
	ErrDenied = problem("This computer does not let you use the tag reader. Ask whoever looks after it to allow you the serial port.")
	// ErrDialout is ErrDenied on Linux, where a group decides.
	ErrDialout = problem("This computer does not let you use the tag reader. Type “sudo usermod -aG dialout $USER” in a terminal, log out and log in again.")
	// ErrNoPort: there is none of that name, or it went just now.
	ErrNoPort = problem("The port of the tag reader is not there. Plug the reader in, or choose another port.")
	// ErrNotSerial: a file or a device of another kind.
	ErrNotSerial = problem("This is not a serial port. Choose that of the tag reader.")
	// ErrNoOpen: any other reason, which the cause tells.
	ErrNoOpen = problem("The port of the tag reader can't be opened. Unplug the reader and plug it in again.")
	// ErrNoList: the system doesn't say which ports there are.
	ErrNoList = problem("This computer does not say which ports it has. Start it again.")
)

// What Station says of a reader on top of that.
const (
	// ErrStuck: the system doesn't come back from opening, writing or closing.
	ErrStuck = problem("The tag reader hangs. Unplug it and plug it in again; if that does not help, start this computer again.")
	// ErrUnheard: the reader speaks first, and has not yet.
	ErrUnheard = problem("Nothing has been heard of the tag reader yet. Tap a tag; if nothing happens, it is set to another mode or is no tag reader.")
	// ErrLowFrequency: the reader works, and is the wrong one for SALTO KS.
	ErrLowFrequency = problem("This tag reader reads 125 kHz only, and tags of SALTO KS use 13.56 MHz. It reads only fobs that have both.")
)

// Sentence is the constant of this package in an error, without its cause: what
// to show, and the key to translate it by. It is ErrGone for a foreign error.
func Sentence(err error) string {
	var p problem
	if errors.As(err, &p) {
		return string(p)
	}
	return string(ErrGone)
}

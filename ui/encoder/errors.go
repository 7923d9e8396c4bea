package encoder

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

package encoder

import "slices"

// State is how it stands with the tag reader.
type State int

// The states of a Station.
const (
	// Looking: no reader is plugged in, and none was in this run.
	Looking State = iota
	// Ask: there are ports of which nobody knows what is behind; Use answers.
	Ask
	// Opening: a port is being opened and asked.
	Opening
	// Ready: taps arrive. Err may say what is not so good about the reader:
	// ErrUnheard or ErrLowFrequency.
	Ready
	// Gone: the reader was there in this run and was unplugged.
	Gone
	// Trouble: the reader is there and can't be used; Err says why. It is tried
	// again by itself.
	Trouble
)

// String is the name of a state, for logs and JSON.
func (s State) String() string {
	return []string{"looking", "ask", "opening", "ready", "gone", "trouble"}[s]
}

// Status is what a Station tells of itself.
type Status struct {
	State State
	// Name is what the reader calls itself, or its device; Port where it is
	// now. Both are kept when it is Gone.
	Name, Port string
	Family     Family
	// Heard tells that the reader has answered in its protocol or given a tag.
	Heard bool
	// Choices are the ports that Use can be called with.
	Choices []PortInfo
	// Others are tag readers that are plugged in and have no port, as of the
	// last look: none is taken while a reader works.
	Others []Device
	Err    error
	// Reader is what to hand to the next Station as Remembered. It changes by
	// Use, Forget and what is found out of the reader.
	Reader Remembered
}

func (s Status) equal(o Status) bool {
	return s.State == o.State && s.Name == o.Name && s.Port == o.Port && s.Family == o.Family && s.Heard == o.Heard &&
		s.Reader == o.Reader && sentenceOf(s.Err) == sentenceOf(o.Err) && slices.Equal(s.Choices, o.Choices) &&
		slices.EqualFunc(s.Others, o.Others, Device.same)
}

// sentenceOf: two errors of one kind are the same to the desk, whatever their
// causes say.
func sentenceOf(err error) string {
	if err == nil {
		return ""
	}
	return Sentence(err)
}

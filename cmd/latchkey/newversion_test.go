package main

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/ui/listdetail/hand"
)

// choice is the sentence below the choice in Settings.
const choice = "It only asks which version is the newest, and says nothing of this computer or the space. Nothing is downloaded."

// asker is a window whose newest version comes from a server.
type asker struct {
	*newVersions
	hand   hand.Hand
	asked  int
	status int
	opened string
}

func newAsker(t *testing.T, version string) *asker {
	t.Helper()
	a := &asker{status: http.StatusOK}
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		a.asked++
		w.WriteHeader(a.status)
		_, _ = w.Write([]byte(`{"version":"` + version + `","page":"https://example.org/latchkey"}`))
	}))
	t.Cleanup(server.Close)
	updateAddress = server.URL
	t.Cleanup(func() { updateAddress = "" })
	d, h := newDesks(t).start()
	a.newVersions, a.hand = d.newer, h
	a.running, a.transport = "0.1.0", server.Client().Transport
	a.browse = func(address string) error { a.opened = address; return nil }
	return a
}

func TestANewVersionIsSaidAndNothingMore(t *testing.T) {
	a := newAsker(t, "0.2.0")
	now := time.Now()
	a.ask(t.Context(), now)
	require.Equal(t, 1, a.asked)
	require.Contains(t, a.hand.Texts(), "Latchkey 0.2.0 is there.", "in the bar, on whatever page")
	require.Empty(t, a.opened, "only when somebody wants it")
	a.hand.Tap("Open the download page")
	require.Equal(t, "https://example.org/latchkey", a.opened)

	a.d.shell.Go(a.d.settings.Name())
	require.Contains(t, a.hand.Texts(), choice)
	a.ask(t.Context(), now.Add(updatesEvery-time.Minute))
	require.Equal(t, 1, a.asked, "once a week")
	a.ask(t.Context(), now.Add(updatesEvery))
	require.Equal(t, 2, a.asked)
	a.card().Set(false)
	a.ask(t.Context(), now.Add(3*updatesEvery))
	require.Equal(t, 2, a.asked, "not wanted")
}

func TestTheSameVersionIsNoNews(t *testing.T) {
	a := newAsker(t, "0.1.0")
	a.ask(t.Context(), time.Now())
	require.Equal(t, 1, a.asked)
	require.Nil(t, a.hand.Button("Open the download page"))
	a.d.shell.Go(a.d.settings.Name())
	require.Nil(t, a.hand.Button("Open the download page"))
}

// What was found is known at the next start, without a question; and forgotten
// once it is installed.
func TestANewVersionIsRemembered(t *testing.T) {
	a := newAsker(t, "0.2.0")
	a.ask(t.Context(), time.Now())
	a.d.shell.Go(a.d.settings.Name())
	a.show(false)
	require.NotNil(t, a.hand.Button("Open the download page"))
	a.running = "0.2.0"
	a.show(false)
	found := 0
	for _, text := range a.hand.Texts() {
		if text == "Latchkey 0.2.0 is there." {
			found++
		}
	}
	require.Equal(t, 1, found, "in the bar alone, as long as that lasts")
}

func TestWithoutAnAnswerItIsAskedAgainTomorrow(t *testing.T) {
	a := newAsker(t, "0.2.0")
	a.status = http.StatusNotFound
	now := time.Now()
	for hour := range 24 {
		a.ask(t.Context(), now.Add(time.Duration(hour)*time.Hour))
	}
	require.Equal(t, 1, a.asked)
	require.Nil(t, a.hand.Button("Open the download page"))
	a.status = http.StatusOK
	a.ask(t.Context(), now.Add(updatesAgain))
	require.NotNil(t, a.hand.Button("Open the download page"))
}

// Where nobody set an address there is nothing to choose and nobody is asked.
func TestWithoutAnAddressNothingIsSaidOfVersions(t *testing.T) {
	d, h := newDesks(t).start()
	require.Nil(t, d.newer)
	d.newer.start(t.Context())
	d.shell.Go(d.settings.Name())
	require.NotContains(t, h.Texts(), choice)
}

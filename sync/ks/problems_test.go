package ks

import (
	"crypto/x509"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

// everyProblem is each sentence that a failed call can end in.
func everyProblem() map[string]*store.Problem {
	all := map[string]*store.Problem{}
	codes := []string{"", "9999"}
	for code := range codeSentences {
		codes = append(codes, code)
	}
	for kind := range kindCodes {
		for _, code := range codes {
			for _, message := range []string{"", "No such thing"} {
				for _, status := range []int{0, 405} {
					for _, wait := range []time.Duration{0, time.Minute} {
						p := (&Error{Kind: kind, Code: code, Message: message, Status: status, RetryAfter: wait}).Problem()
						all[p.Text] = p
					}
				}
			}
		}
	}
	for _, e := range []*Error{
		{Kind: SignIn, skew: time.Hour},
		{Kind: NotFound, Err: errUnknownTag},
		{Kind: Final, Err: errTagStays},
		{Kind: Final, Err: errTagBlocked},
		{Kind: Offline, Err: x509.UnknownAuthorityError{}},
		{Kind: Offline, Err: x509.CertificateInvalidError{Reason: x509.Expired}},
		{Kind: "new"},
	} {
		p := e.Problem()
		all[p.Text] = p
	}
	return all
}

// TestEverySentenceIsInEveryCatalogue, is filled in, and ends as a sentence.
func TestEverySentenceIsInEveryCatalogue(t *testing.T) {
	files, err := filepath.Glob("../../assets/translations/*.json")
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(files), 2)
	problems := everyProblem()
	require.Greater(t, len(problems), 20)
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		var catalogue map[string]json.RawMessage
		require.NoError(t, json.Unmarshal(data, &catalogue))
		for text := range problems {
			_, ok := catalogue[text]
			require.True(t, ok, "%s lacks %q", file, text)
		}
	}
	for _, p := range problems {
		require.NotContains(t, p.Error(), "{{")
		require.NotContains(t, p.Error(), "<no value>")
		require.Regexp(t, `[.!?]$`, p.Error())
		require.NotEmpty(t, p.Code)
	}
}

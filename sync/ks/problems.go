package ks

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"time"

	"latchkey/store"
)

// errUnknownTag marks the NotFound of a tag that the site does not have.
var errUnknownTag = errors.New("no tag of that number on the site")

// wrongClock is the difference at which the computer's clock is named as the
// likely cause of a refused sign-in.
const wrongClock = 5 * time.Minute

// Problem returns the sentence for the desk. Its Err is e.
func (e *Error) Problem() *store.Problem {
	var own *store.Problem
	if e.Err != nil && errors.As(e.Err, &own) {
		return own
	}
	code, text := e.sentence()
	return &store.Problem{
		Code: code,
		Text: text,
		Args: map[string]any{"Message": orElse(e.Message, e.Code), "Minutes": minutes(e.RetryAfter)},
		Err:  e,
	}
}

func (e *Error) sentence() (store.Code, string) {
	if text, ok := codeSentences[e.Code]; ok && e.Kind != Unknown {
		return kindCodes[e.Kind], text
	}
	switch e.Kind {
	case SignIn:
		return store.CodeSignIn, e.signInSentence()
	case Offline:
		return store.CodeOffline, e.offlineSentence()
	case NotFound:
		if errors.Is(e.Err, errUnknownTag) {
			return store.CodeMissing, "SALTO KS does not know this tag yet. Register it at a lock first: in SALTO KS open Tags, choose Add tags, pick a lock and hold the tag to it."
		}
	case Final:
		return store.CodeRefused, e.finalSentence()
	case Limited:
		if e.RetryAfter > 0 {
			return store.CodeLimited, "SALTO KS asks us to slow down. Latchkey goes on by itself in about {{.Minutes}} min."
		}
	}
	if text, ok := kindSentences[e.Kind]; ok {
		return kindCodes[e.Kind], text
	}
	return store.CodeUnusable, kindSentences[Unusable]
}

func (e *Error) signInSentence() string {
	if e.skew > wrongClock || e.skew < -wrongClock {
		return "SALTO KS refuses the sign-in, and the clock of this computer is wrong. Set the clock right, then sign in again in Settings."
	}
	return kindSentences[SignIn]
}

func (e *Error) offlineSentence() string {
	var invalid x509.CertificateInvalidError
	if errors.As(e.Err, &invalid) && invalid.Reason == x509.Expired {
		return "The certificate of SALTO KS is not valid at the time that this computer shows. Check the date and time of this computer."
	}
	if untrusted(e.Err) {
		return "The connection to SALTO KS is not trusted: something between this computer and SALTO KS answers in its place. Sign in to the Wi-Fi if it asks for it, or ask whoever runs the network."
	}
	return kindSentences[Offline]
}

// untrusted reports whether the other side could not prove that it is KS, or
// could not agree on an encryption that is still safe.
func untrusted(err error) bool {
	var (
		op        *net.OpError
		authority x509.UnknownAuthorityError
		host      x509.HostnameError
		invalid   x509.CertificateInvalidError
		verify    *tls.CertificateVerificationError
		record    tls.RecordHeaderError
		alert     tls.AlertError
	)
	return errors.As(err, &authority) || errors.As(err, &host) || errors.As(err, &invalid) ||
		errors.As(err, &verify) || errors.As(err, &record) || errors.As(err, &alert) ||
		errors.As(err, &op) && op.Op == "remote error" // how crypto/tls gives an alert of the other side
}

func (e *Error) finalSentence() string {
	switch {
	case errors.Is(e.Err, errTagBlocked):
		return TagBlockedText
	case errors.Is(e.Err, errTagStays):
		return TagStaysText
	case e.Status == http.StatusMethodNotAllowed:
		return "SALTO KS does not know this call in the version that is set. Sign in again in Settings and leave the versions empty, or send the log to support: Settings says where it is."
	case e.Message == "":
		return "SALTO KS refused this and gave no reason. Check what was entered; if it is right, send the log to support: Settings says where it is."
	}
	return "SALTO KS refused this: “{{.Message}}” Correct what was entered and try again."
}

func minutes(d time.Duration) int {
	return int((d + time.Minute - 1) / time.Minute)
}

var kindCodes = map[Kind]store.Code{
	Retryable: store.CodeOffline,
	Final:     store.CodeRefused,
	SignIn:    store.CodeSignIn,
	Forbidden: store.CodeForbid,
	NotFound:  store.CodeMissing,
	Closed:    store.CodeRefused,
	Unknown:   store.CodeUnknown,
	Limited:   store.CodeLimited,
	Unusable:  store.CodeUnusable,
	Offline:   store.CodeOffline,
}

var kindSentences = map[Kind]string{
	Retryable: "SALTO KS has a fault at the moment. Nothing is lost: Latchkey tries again by itself.",
	SignIn:    "SALTO KS wants a new sign-in. Open Settings and sign in again; what waits is sent after that.",
	Forbidden: "The SALTO KS account that Latchkey uses may not do this. Ask the owner of the site to give it the role Site Admin.",
	Closed:    "The SALTO KS site takes no changes at the moment. Ask its owner whether it is released and its subscription valid; Latchkey tries again by itself.",
	NotFound:  "This no longer exists in SALTO KS. Latchkey looks again at the site before it goes on.",
	Unknown:   "The answer of SALTO KS got lost, so it is not known whether the change was made. Latchkey looks in SALTO KS before it tries again.",
	Limited:   "SALTO KS asks us to slow down. Latchkey goes on by itself, more slowly.",
	Unusable:  "Something other than SALTO KS answered. Check that the Wi-Fi does not ask for a sign-in, and that the addresses in Settings are right.",
	Offline:   "SALTO KS cannot be reached. Check the internet connection; every change is kept and sent later.",
}

var codeSentences = map[string]string{
	codeInvalidRequest:  "SALTO KS did not understand the request: “{{.Message}}” Check the site chosen in Settings, then try again.",
	codeInvalidValue:    "SALTO KS does not accept a value: “{{.Message}}” Correct it and try again.",
	codeInvalidFilter:   "SALTO KS does not support a search that Latchkey made: “{{.Message}}” Send the log to support: Settings says where it is.",
	codeNotReleased:     "The SALTO KS site is not released yet. Ask the installer to release it in SALTO KS.",
	codeNoSubscription:  "The SALTO KS subscription of this site has ended, so no right can be changed. The owner of the site has to renew it in SALTO KS.",
	codeTagTaken:        "This tag already belongs to somebody else in SALTO KS. Take it from that person first.",
	codeUserInPod:       "This person belongs to a pod in SALTO KS. Take the person out of the pod there first.",
	"2204":              hardwareSentence,
	"2205":              hardwareSentence,
	"2206":              hardwareSentence,
	"2207":              hardwareSentence,
	"2208":              hardwareSentence,
	"2209":              hardwareSentence,
	codeInvalidClient:   clientSentence,
	codeUnauthorizedApp: clientSentence,
	codeInvalidScope:    "SALTO KS does not give this client the rights that Latchkey needs. Ask your SALTO office to allow “offline_access” and “user_api.full_access”.",
	codeAccessDenied:    "The sign-in was refused in the browser. Sign in again and choose to allow Latchkey.",
}

const (
	hardwareSentence = "The hub (IQ) or the lock cannot do this now: “{{.Message}}” Check in SALTO KS that it is online."
	clientSentence   = "SALTO KS does not accept the client id or the client secret. Check both in Settings against what your SALTO office sent."
)

// What the desk is told of a tag that KS leaves with its person.
const (
	TagStaysText   = "SALTO KS does not let Latchkey take this tag away. Take it away by hand in SALTO KS (Users > the person > Tag), then press “Try again”."
	TagBlockedText = "SALTO KS does not let Latchkey take this lost tag away, so it was blocked there. Take it away by hand in SALTO KS (Users > the person > Tag), then press “Try again”. Should it be found, it has to be unblocked there too."
)

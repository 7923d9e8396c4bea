package ks

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"latchkey/store"
)

// Kind says what a caller may do about a failed call.
type Kind string

// The kinds of failure.
const (
	Retryable Kind = "retryable" // nothing changed; trying again later may help
	Final     Kind = "final"     // refused, and the same request will be refused again
	SignIn    Kind = "sign-in"   // a person has to sign in again
	Forbidden Kind = "forbidden" // the account may not do this; also right after a create, for up to a minute (MEAS)
	NotFound  Kind = "not-found" // KS itself says that the thing does not exist; also right after a create (MEAS)
	Unknown   Kind = "unknown"   // a write was sent and nobody knows whether it was applied
	Closed    Kind = "closed"    // the site takes no changes from anybody: not released, or without a subscription (DOC)
	Limited   Kind = "limited"   // too many requests; see RetryAfter
	Unusable  Kind = "unusable"  // the answer was not one of KS: a web page, half a body, another host
	Offline   Kind = "offline"   // the request never left: nothing was applied
)

// Error is a failed call. It holds no token and no request body.
type Error struct {
	Status     int           // HTTP status, 0 when there was no answer
	Code       string        // KS's ErrorCode or OAuth's error, "" when absent
	Message    string        // what KS wrote, shortened; not meant for the desk alone
	Kind       Kind          //
	Op         string        // what was tried, in plain words: "create user"
	RetryAfter time.Duration // 0 when KS did not say; at most an hour
	Date       time.Time     // the server's clock, UTC; zero when it did not say
	Err        error         // the cause, or nil

	skew time.Duration // server's clock minus ours; 0 when not known
}

// Error describes the failure for a log.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "ks: %s: %s", e.Op, e.Kind)
	if e.Status != 0 {
		fmt.Fprintf(&b, ", status %d", e.Status)
	}
	if e.Code != "" {
		fmt.Fprintf(&b, ", code %s", e.Code)
	}
	if e.Message != "" {
		fmt.Fprintf(&b, ", %q", e.Message)
	}
	if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// As lets errors.As find the sentence for the desk in any error that wraps an
// *Error.
func (e *Error) As(target any) bool {
	p, ok := target.(**store.Problem)
	if ok {
		*p = e.Problem()
	}
	return ok
}

// KindOf returns the kind of the first *Error in err's chain, or "" when err
// did not come from KS.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return ""
}

// NotOffered reports whether KS has no such route, or none for this account:
// what not every site shows may be gone without. An answer that was cut off, or
// is a web page, says nothing of that.
func NotOffered(err error) bool {
	var e *Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Kind {
	case NotFound, Forbidden, Final:
		return true
	}
	return e.Status == http.StatusNotFound // a bare one, of which judge makes nothing
}

// KS's error codes that mean something of their own (DOC, MEAS).
const (
	codeInvalidRequest  = "1100"
	codeInvalidValue    = "1101"
	codeInvalidFilter   = "1102"
	codeUnauthorized    = "1500"
	codeInternal        = "2201"
	codeNotFound        = "2202"
	codeNotAllowed      = "2203"
	codeNotReleased     = "2210"
	codeNoSubscription  = "2212"
	codeTagTaken        = "2218"
	codeUserInPod       = "2220"
	codeGeneral         = "3101"
	codeInvalidGrant    = "invalid_grant"
	codeInvalidClient   = "invalid_client"
	codeUnauthorizedApp = "unauthorized_client"
	codeInvalidScope    = "invalid_scope"
	codeAccessDenied    = "access_denied"
)

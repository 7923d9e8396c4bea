// Package kssim is a simulated SALTO KS: the identity server, the Connect API
// and the doors, in one value that runs on a port or in memory.
//
// It is written from the public facts about SALTO KS and shares no type with
// Latchkey's own client, so that a mistake in one is not repeated in the other.
// Where nothing is known about the real service the doc comment says "a guess",
// and where there are several ways to read what is known, Readings choose. Remote
// opening, pods, mobile devices, the installer's calls, event streaming and
// signed tokens are left out: Latchkey uses none of them.
//
// # Routes
//
//   - /.well-known/openid-configuration and /connect/…: identity, see below
//   - /v1.1/… and /v1.2/…: the Connect API
//   - / and /doors/…: the page of doors, for a browser on this computer
//   - /_sim/…: the control side, which the real service does not have; JSON,
//     no sign-in. See ControlHelp.
//
// # Signing in
//
// GET /connect/authorize with response_type=code, client_id, redirect_uri,
// scope, state, code_challenge and code_challenge_method=S256 answers a page
// with one plain form. A person fills it in; a program answers it by a POST of
// application/x-www-form-urlencoded to the very same address (query included)
// with the fields
//
//	email, password   the account of Config.Account
//	decision          "allow" or "deny"
//
// and gets 302 to the redirect URI with code and state (or error and state).
// A wrong e-mail or password shows the page again (200). POST /connect/token
// then takes grant_type=authorization_code with code, redirect_uri, client_id
// and code_verifier, or grant_type=refresh_token with refresh_token.
//
// # Faults
//
// A Fault is what goes wrong with one request. Config.OnRequest decides on it
// in Go; where that says nothing, a script does. It is a list of rules, added by
// AddFaults, by POST /_sim/faults or by the flags of cmd/kssim:
//
//	[{"on":"POST /v1.2/sites/*/users","times":2,"fault":"429","retry_after":"30"},
//	 {"only":"writes","chance":0.05,"seed":7,"fault":"reset-after"},
//	 {"only":"identity","fault":"not-found"}]
//
// The first rule that takes a request decides. FaultNames and PresetNames list
// what there is, Requests says which fault and which rule met a request, and
// Count counts by the same patterns. Rules are no part of a saved simulation.
//
// # The past
//
// PlayPast fills the log of the doors: it has those who can open doors come and
// go, from some days ago or from where it stopped, until now, by chance with a
// seed. Live does so again and again while a program runs. A simulation that
// calls neither has no entries but those of Present and Leave.
package kssim

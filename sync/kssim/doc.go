// Package kssim is a simulated SALTO KS: the identity server, the Connect API
// and the doors, in one value that runs on a port or in memory.
//
// It is written from the public facts about SALTO KS and shares no type with
// Latchkey's own client, so that a mistake in one is not repeated in the other.
// Where nothing is known about the real service the doc comment says "a guess".
//
// # Routes
//
//   - /.well-known/openid-configuration and /connect/…: identity, see below
//   - /v1.1/… and /v1.2/…: the Connect API
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
package kssim

// Package exchange carries spaces and members into and out of the store.
//
// A File is everything of one space as a documented JSON format
// (docs/space-file.md, docs/space.schema.json): Decode and Encode move it
// between bytes and values, Import and Export between values and the store.
// ReadMembers and Apply take a member list from any CSV file; WriteMembers,
// WriteBookings and WriteLog make CSV for spreadsheets.
//
// Every import is one transaction: it happens as a whole or not at all, and
// doing it twice changes nothing the second time.
package exchange

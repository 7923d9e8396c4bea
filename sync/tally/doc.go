// Package tally keeps the check-ins of a file in step with its entries, passes
// and corrections: it reads what package attendance works from, and writes what
// that finds, in one transaction.
package tally

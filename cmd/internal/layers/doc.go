// Package layers has no code for the program. Its tests read every Go file of
// the module and fail when one imports against the layers of the house, which
// rules_test.go writes down. The depguard and forbidigo sections of
// .golangci.yml say the same to the linter; this package says it in every run
// of the tests.
package layers

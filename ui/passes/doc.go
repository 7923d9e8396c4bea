// Package passes says of people and their passes what several screens show:
// who has a valid one, how many are left, and what it is called and costs.
package passes

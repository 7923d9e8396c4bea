// Package plans is the screen of the plans: what members pay for, the groups
// of SALTO KS that each plan stands for, and what these open and when.
package plans

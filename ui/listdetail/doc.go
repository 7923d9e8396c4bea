// Package listdetail is what screens with a list at the left and the detail
// of one of its rows at the right are made of.
package listdetail

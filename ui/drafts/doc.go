// Package drafts keeps what stands in a half-written form in a file beside the
// data, so that a crash, a power cut or a closed window costs nobody their
// typing. It knows nothing of what the forms are about.
package drafts

package assets

import "embed"

// Translations holds the catalogue, one file for each language; the English
// text is the key. A test keeps it complete.
//
//go:embed translations/*.json
var Translations embed.FS

package main

import "runtime/debug"

// next is the release that this tree becomes: the Version of FyneApp.toml,
// which a program without its source tree cannot read.
const next = "0.1.0"

// release is what was packed: 0.1.0 from the commit that bears the tag v0.1.0,
// 0.1.0-dev.123 from any other. The linker sets it (make linux, windows, macos);
// it is empty in a build by hand.
var release string

// version says what this program was built from, and the commit where git is
// known: 0.1.0 (0123456789ab), 0.1.0-dev (0123456789ab, changed).
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = &debug.BuildInfo{}
	}
	return versionOf(release, info.Settings)
}

func versionOf(release string, settings []debug.BuildSetting) string {
	if release == "" {
		release = next + "-dev"
	}
	var commit, changed string
	for _, s := range settings {
		switch {
		case s.Key == "vcs.revision" && len(s.Value) >= 12:
			commit = s.Value[:12]
		case s.Key == "vcs.modified" && s.Value == "true":
			changed = ", changed"
		}
	}
	if commit == "" {
		return release
	}
	return release + " (" + commit + changed + ")"
}

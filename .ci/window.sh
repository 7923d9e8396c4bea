# shellcheck shell=bash
# What the tests of the real window share; they source it. It opens a display
# of its own, starts the program on the sample space there, looks at it and
# closes it the way a person does. It ends only what it started.
#
# The test sets: name (for its messages), program, picture (a PNG to write at
# the end or on failure; may be empty), and screen where it needs a larger one.
: "${name:?}" "${program:?}"

# Every program that is started gets a process group of its own.
set -m

work=$(mktemp -d)
groups=()
app=
window=
manager=

say() { printf '%s: %s\n' "$name" "$*"; }

fail() {
	say "FAILED: $*"
	if [[ -n $picture && -n ${DISPLAY:-} ]]; then
		mkdir -p "$(dirname "$picture")"
		import -window root "png:$picture" 2>/dev/null && say "what was on the screen: $picture"
	fi
	if [[ -s $work/log ]]; then
		say "the program's last words:"
		tail -n 40 "$work/log"
	fi
	exit 1
}

cleanup() {
	local i group
	for ((i = ${#groups[@]} - 1; i >= 0; i--)); do
		group=${groups[i]}
		kill -TERM -- "-$group" 2>/dev/null || continue
		within 5 gone "$group" || kill -KILL -- "-$group" 2>/dev/null || true
		wait "$group" 2>/dev/null || true
	done
	rm -rf "$work"
}
trap cleanup EXIT

# within SECONDS COMMAND… tries a command until it succeeds or time is up.
within() {
	local end=$((SECONDS + $1))
	shift
	until "$@"; do
		((SECONDS < end)) || return 1
		sleep 0.2
	done
}

# running tells whether a program that this script started still runs.
running() { grep -qx "$1" <<<"$(jobs -pr)"; }
stopped() { ! running "$1"; }
# gone tells whether a process group has nobody left.
gone() { ! kill -0 -- "-$1" 2>/dev/null; }

found() {
	running "$app" || fail "the program ended before it showed a window"
	window=$(xdotool search --onlyvisible --name Latchkey 2>/dev/null | head -n 1) && [[ -n $window ]]
}

# A painted screen has hundreds of colours, from the edges of its letters
# alone; an empty one has a handful.
painted() {
	running "$app" || fail "the program ended while it was being looked at"
	import -window "$window" "png:$work/window.png" 2>/dev/null || return 1
	colours=$(identify -format %k "$work/window.png")
	((colours >= 64))
}

# open_display starts a display with a window manager; its arguments are more
# flags for Xvfb. Without -noreset the server begins anew, and ends who is just
# connecting, when a client that was the only one leaves.
open_display() {
	rm -f "$work/display"
	Xvfb -displayfd 3 -screen 0 "${screen:-1440x900}x24" -nolisten tcp -noreset "$@" 3>"$work/display" 2>"$work/xvfb" &
	groups+=($!)
	within 20 test -s "$work/display" || fail "Xvfb did not start: $(tail -n 3 "$work/xvfb")"
	DISPLAY=:$(<"$work/display")
	export DISPLAY
	unset WAYLAND_DISPLAY
	# Settings go to a home that is thrown away.
	export HOME=$work/home XDG_CONFIG_HOME=$work/home/.config XDG_CACHE_HOME=$work/home/.cache XDG_DATA_HOME=$work/home/.local/share
	mkdir -p "$XDG_CONFIG_HOME" "$XDG_CACHE_HOME" "$XDG_DATA_HOME"
	openbox >"$work/openbox" 2>&1 &
	manager=$!
	groups+=("$manager")
}

# open_program starts the program on the sample space, with further flags, and
# waits for its window.
open_program() {
	local started=$SECONDS
	LIBGL_ALWAYS_SOFTWARE=1 "$program" --demo --data "$work/data" "$@" >"$work/log" 2>&1 &
	app=$!
	groups+=("$app")
	within 60 found || fail "no window named Latchkey within a minute"
	colours=0
	within 30 painted || fail "the window stayed blank: $colours colours"
	say "the window stood after $((SECONDS - started)) s: $(identify -format '%wx%h, %k colours' "$work/window.png")"
}

# front brings the window to the front. The window manager of a display that was
# just opened may need a moment until it can.
front() { within 20 xdotool windowactivate --sync "$window" 2>/dev/null || fail "the window does not come to the front"; }

# close_program closes the window as a person does: Alt+F4 makes the window
# manager ask it to close.
close_program() {
	local code=0
	front
	xdotool key --clearmodifiers alt+F4
	within 20 stopped "$app" || fail "the program still runs 20 s after its window was closed"
	wait "$app" || code=$?
	[[ $code == 0 ]] || fail "the program ended with $code"
	within 5 gone "$app" || fail "the program left a process behind"
	say "closed cleanly"
}

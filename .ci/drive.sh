# shellcheck shell=bash
# How the tests of the real window work at the desk by keyboard, and ask the
# doors of the simulated SALTO KS; they source it after window.sh.
#
# The test sets: sim (where the simulation is), door (whose door is asked).

# opens PERSON asks the simulated SALTO KS; shut does the reverse.
answer() { curl -fsS -G --max-time 2 "$sim/_sim/can" --data-urlencode "who=$1" --data-urlencode "door=$door"; }
opens() { grep -q '"open":true' <<<"$(answer "$1")"; }
shut() { grep -q '"open":false' <<<"$(answer "$1")"; }

told_where() {
	sim=$(sed -nE 's/^The simulated SALTO KS is at (http[^ ]+) .*/\1/p' "$work/log")
	[[ -n $sim ]]
}

shot() { import -window "$window" "png:$1" 2>/dev/null; }

# changed counts the pixels in a hundred that differ from a picture.
changed() {
	local pixels all
	shot "$work/now.png" || return 1
	pixels=$(compare -metric AE -fuzz 2% "$1" "$work/now.png" null: 2>&1 || true)
	all=$(identify -format '%[fx:w*h]' "$work/now.png")
	awk -v p="$pixels" -v a="$all" 'BEGIN { printf "%d\n", 100 * p / a }'
}

# A dialog darkens everything behind it.
dialog_open() { running "$app" || fail "the program ended"; (($(changed "$work/before.png") > 40)); }
dialog_closed() { running "$app" || fail "the program ended"; (($(changed "$work/before.png") < 20)); }

# steady tells whether the screen shows twice the same, and another page than
# before.png.
steady() {
	shot "$work/first.png" && (($(changed "$work/before.png") > 2)) && (($(changed "$work/first.png") == 0)) &&
		cmp -s <(identify -format '%#' "$work/first.png") <(identify -format '%#' "$work/now.png")
}

keys() { xdotool key --clearmodifiers --delay 40 "$@"; }
typed() { xdotool type --clearmodifiers --delay 40 -- "$1"; }

# go_members brings the page Members into sight.
go_members() {
	front
	shot "$work/before.png"
	keys ctrl+2
	within 30 steady || fail "Members did not come into sight"
}

# add_member FIRST LAST EMAIL adds a member who works full time, through the dialog.
add_member() {
	shot "$work/before.png"
	keys ctrl+n
	within 20 dialog_open || fail "the dialog for a new member did not open"
	typed "$1"
	keys Tab
	typed "$2"
	keys Tab
	typed "$3"
	keys Tab Tab
	keys ctrl+a # the plan that most have stands there already
	typed 'Full time'
	keys Return # takes the plan from the list
	keys Return # saves
}

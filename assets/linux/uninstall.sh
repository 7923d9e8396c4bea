#!/bin/sh
# Removes what install.sh put into the folder that this lies in. The data,
# ~/.config/Latchkey, stays.
set -eu

to=$(cd "$(dirname "$0")/../.." && pwd)
list=$to/share/latchkey/installed
[ -f "$list" ] || { echo "Nothing here was installed by install.sh: $list is missing." >&2; exit 1; }

files=$(cat "$list")
echo "$files" | while read -r file; do
	rm -f "$to/$file"
done
rm -f "$list"
# Folders that are empty now, the deepest first; others' stay.
echo "$files" | while read -r file; do
	dir=$(dirname "$file")
	while [ "$dir" != . ]; do
		echo "$dir"
		dir=$(dirname "$dir")
	done
done | sort -ru | while read -r dir; do
	rmdir "$to/$dir" 2>/dev/null || true
done
[ "${1:-}" = --quiet ] && exit 0
echo "Latchkey is removed. Its data stays in ${XDG_CONFIG_HOME:-$HOME/.config}/Latchkey."

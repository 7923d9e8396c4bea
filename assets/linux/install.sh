#!/bin/sh
# Installs Latchkey for the person who runs this, without root:
#   ./install.sh [FOLDER]        into ~/.local, or into FOLDER
# Run it again for a newer version. share/latchkey/uninstall.sh in that folder
# removes it; the data stays in both cases.
set -eu

from=$(cd "$(dirname "$0")" && pwd)
to=${1:-$HOME/.local}
mkdir -p "$to"
to=$(cd "$to" && pwd)
id=io.github.latchkey.Latchkey

missing=$(ldd "$from/bin/latchkey" 2>/dev/null | sed -n 's/^[[:space:]]*\([^ ]*\) => not found.*/\1/p' | tr '\n' ' ')
if [ -n "$missing" ]; then
	echo "This system lacks libraries that Latchkey needs: ${missing% }." >&2
	echo "Install them with its package manager (share/doc/latchkey/install.md names the packages), then run this again." >&2
	exit 1
fi

# The version before this one may have had files that this one has not.
[ ! -f "$to/share/latchkey/installed" ] || sh "$to/share/latchkey/uninstall.sh" --quiet

list=$to/share/latchkey/installed
mkdir -p "$to/share/latchkey"
: >"$list"
(cd "$from" && find bin share -type f | sort) | while read -r file; do
	mkdir -p "$to/$(dirname "$file")"
	# Beside it and then in its place: a program that runs keeps its own.
	cp "$from/$file" "$to/$file.new"
	mv "$to/$file.new" "$to/$file"
	echo "$file" >>"$list"
done
mkdir -p "$to/share/latchkey"
cp "$from/lib/udev/rules.d/70-latchkey-readers.rules" "$to/share/latchkey/"
echo share/latchkey/70-latchkey-readers.rules >>"$list"

# The menu does not look for programs in this folder.
entry=$to/share/applications/$id.desktop
path=$(printf '%s' "$to/bin/latchkey" | sed 's/[&|\\]/\\&/g')
sed "s|^Exec=latchkey|Exec=\"$path\"|" "$entry" >"$entry.new"
mv "$entry.new" "$entry"

echo "Latchkey $("$to/bin/latchkey" --version | sed 's/.*version //') is installed: $to/bin/latchkey, and Latchkey in the menu."
echo "For a tag reader on a serial port, once:"
echo "  sudo cp \"$to/share/latchkey/70-latchkey-readers.rules\" /etc/udev/rules.d/ && sudo udevadm control --reload && sudo udevadm trigger"
echo "To remove it: sh \"$to/share/latchkey/uninstall.sh\""

#!/bin/sh
# A tag reader that is plugged in already is usable at once, not only when it
# is plugged in again.
set -e
if [ "$1" = configure ] && [ -d /run/udev ] && command -v udevadm >/dev/null; then
	udevadm control --reload || true
	udevadm trigger --subsystem-match=tty --action=change || true
fi

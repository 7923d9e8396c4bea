#!/usr/bin/env bash
# Lays out the bundle of macOS around a built program; works on every system:
#   assets/macos/bundle.sh PROGRAM VERSION OUT
# writes OUT/Latchkey.app. VERSION has numbers and dots only, as Apple wants.
set -euo pipefail
cd "$(dirname "$0")/../.."

program=$1 version=$2 out=$3
[[ $version =~ ^[0-9]+(\.[0-9]+){0,2}$ ]] || { echo "The version of a bundle has numbers and dots only, and not $version." >&2; exit 1; }
app=$out/Latchkey.app
umask 022
rm -rf "$app"
mkdir -p "$app/Contents/MacOS" "$app/Contents/Resources"
install -m 755 "$program" "$app/Contents/MacOS/latchkey"
sed "s/@VERSION@/$version/" assets/macos/Info.plist >"$app/Contents/Info.plist"
printf 'APPL????' >"$app/Contents/PkgInfo"
CGO_ENABLED=0 "${GO:-go}" run ./assets/macos/icns assets/macos/icon.png "$app/Contents/Resources/Latchkey.icns"
install -m 644 LICENSE "$app/Contents/Resources/LICENSE"

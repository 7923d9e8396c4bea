#!/usr/bin/env bash
# Signs a bundle and packs it into a disk image; needs a Mac:
#   assets/macos/image.sh Latchkey.app OUT.dmg
# With MACOS_IDENTITY ("Developer ID Application: …", in the keychain) it is
# signed for everybody's Mac, and without for this one only: Apple's processors
# run nothing that is not signed. With MACOS_NOTARY_ID, MACOS_NOTARY_TEAM and
# MACOS_NOTARY_PASSWORD (an Apple ID, its team and a password for one app) as
# well, Apple checks the image, and it opens without a question.
set -euo pipefail

app=$1 image=$2
here=$(dirname "$0")
identity=${MACOS_IDENTITY:-}

sign() {
	if [[ -n $identity ]]; then
		codesign --force --timestamp --sign "$identity" "$@"
	else
		codesign --force --sign - "$@"
	fi
}

sign --options runtime --entitlements "$here/entitlements.plist" "$app"
codesign --verify --strict --verbose=2 "$app"

stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
cp -R "$app" "$stage/"
ln -s /Applications "$stage/Applications"
rm -f "$image"
hdiutil create -quiet -volname Latchkey -srcfolder "$stage" -fs HFS+ -format UDZO "$image"

if [[ -z $identity ]]; then
	echo "MACOS_IDENTITY is not set: the image is signed for this Mac only. Others ask before they open it."
	exit
fi
sign "$image"
if [[ -n ${MACOS_NOTARY_ID:-} ]]; then
	xcrun notarytool submit "$image" --wait --apple-id "$MACOS_NOTARY_ID" --team-id "${MACOS_NOTARY_TEAM:?}" --password "${MACOS_NOTARY_PASSWORD:?}"
	xcrun stapler staple "$image"
	spctl --assess --type open --context context:primary-signature --verbose=2 "$image"
else
	echo "MACOS_NOTARY_ID is not set: Apple has not checked the image. Macs ask before they open it."
fi

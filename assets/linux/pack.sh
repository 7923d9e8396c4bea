#!/usr/bin/env bash
# Packs a built program for Linux:
#   assets/linux/pack.sh PROGRAM VERSION OUT
# writes OUT/latchkey_VERSION-1_ARCH.deb and OUT/latchkey-VERSION-linux-ARCH.tar.xz.
# The environment says NFPM (the program), ARCH (as Go calls it) and
# SOURCE_DATE_EPOCH: every file gets that time, so that the same program gives
# the same bytes. XZ_LEVEL=-0 packs the archive in a hurry.
set -euo pipefail
cd "$(dirname "$0")/../.."

program=$1 version=$2 out=$3
: "${NFPM:?}" "${ARCH:?}" "${SOURCE_DATE_EPOCH:?}"
export SOURCE_DATE_EPOCH LC_ALL=C TZ=UTC
umask 022
id=io.github.latchkey.Latchkey
here=assets/linux
stage=$out/stage
archive=latchkey-$version-linux-$ARCH
rm -rf "$stage" "$out"/*.deb "$out"/*.tar.xz
# A home of its own, for what the program would keep while it is asked.
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT

put() { install -D -m "$1" "$2" "$stage/$3"; }

# What /usr or ~/.local gets.
put 755 "$program" bin/latchkey
put 644 "$here/$id.desktop" "share/applications/$id.desktop"
put 644 assets/icon.svg "share/icons/hicolor/scalable/apps/$id.svg"
put 644 assets/icon.png "share/icons/hicolor/512x512/apps/$id.png"
put 644 "$here/70-latchkey-readers.rules" lib/udev/rules.d/70-latchkey-readers.rules
put 644 LICENSE share/doc/latchkey/copyright
put 644 docs/install.md share/doc/latchkey/install.md

kind=stable
[[ $version != *-* ]] || kind=development
install -d "$stage/share/metainfo"
sed -e "s/@VERSION@/$version/; s/@DATE@/$(date -d "@$SOURCE_DATE_EPOCH" +%F)/; s/@KIND@/$kind/" \
	"$here/$id.metainfo.xml" >"$stage/share/metainfo/$id.metainfo.xml"

completion() {
	install -d "$stage/$(dirname "$2")"
	HOME=$home XDG_CONFIG_HOME=$home "$program" completion "$1" >"$stage/$2"
}
completion bash share/bash-completion/completions/latchkey
completion zsh share/zsh/vendor-completions/_latchkey
completion fish share/fish/vendor_completions.d/latchkey.fish

# What was changed: the list as it is, and the entry that Debian's tools read.
gzip -9n <docs/changes.md >"$stage/share/doc/latchkey/changelog.gz"
{
	printf 'latchkey (%s-1) unstable; urgency=medium\n\n' "${version/-/\~}"
	.ci/notes "${version%%-*}" | sed -n 's/^- /* /p' | fold -s -w 72 | sed 's/^\*/  */; t; s/^/    /'
	printf '\n -- Latchkey contributors <>  %s\n' "$(date -R -d "@$SOURCE_DATE_EPOCH")"
} | gzip -9n >"$stage/share/doc/latchkey/changelog.Debian.gz"
find "$stage" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +

# The newest version of the C library that the program asks for.
LIBC=$(objdump -T "$program" | grep -o 'GLIBC_2\.[0-9]*' | cut -d_ -f2 | sort -uV | tail -n 1)
STAGE=$stage VERSION=$version LIBC=$LIBC ARCH=$ARCH "$NFPM" package -f "$here/nfpm.yaml" -p deb -t "$out"

# The archive: the same files, and the two scripts that put them into a home.
put 755 "$here/install.sh" install.sh
put 755 "$here/uninstall.sh" share/latchkey/uninstall.sh
rm "$stage/share/doc/latchkey/changelog.Debian.gz"
find "$stage" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
tar --sort=name --owner=0 --group=0 --numeric-owner --format=gnu -C "$stage" --transform "s,^\.,$archive," -cf - . |
	xz -T1 "${XZ_LEVEL:--6}" >"$out/$archive.tar.xz"
rm -rf "$stage"
ls -sh "$out"/*.deb "$out"/*.tar.xz

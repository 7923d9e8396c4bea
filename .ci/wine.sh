# shellcheck shell=bash
# A Windows of its own for .ci/windows-check, which sources it after window.sh:
# a fresh prefix of Wine, ended and thrown away with the rest.

wine=$(command -v wine64 || command -v /usr/lib/wine/wine64 || command -v wine) || fail "Wine is missing: .ci/deps wine"
wineserver=$(command -v wineserver || command -v /usr/lib/wine/wineserver)

end_windows() { [[ -z ${WINEPREFIX:-} ]] || "$wineserver" -k 2>/dev/null || true; }
trap 'end_windows; cleanup' EXIT

# open_windows makes the prefix. c is its drive C:, local and roaming are the
# folders of the person's programs and data.
open_windows() {
	export WINEPREFIX=$work/wine WINEARCH=win64 WINEDEBUG=-all LIBGL_ALWAYS_SOFTWARE=1
	export WINEDLLOVERRIDES='mscoree,mshtml,winemenubuilder.exe=' # no .NET, no browser, nothing in the menus of this system
	"$wine" wineboot -i >"$work/wineboot" 2>&1 || fail "Wine did not start: $(tail -n 3 "$work/wineboot")"
	"$wineserver" -w
	c=$WINEPREFIX/drive_c
	local=$(echo "$c"/users/*/AppData/Local)
	roaming=$(echo "$c"/users/*/AppData/Roaming)
	give_random
}

# give_random makes the one function of Windows that Go needs and Wine 8 lacks.
# It is for this test: every Windows since 8 has it.
give_random() {
	local dll=$c/windows/system32/bcryptprimitives.dll
	[[ ! -e $dll ]] || return 0
	compile "$dll" -shared -ladvapi32 <<-'END'
		#include <windows.h>
		BOOLEAN NTAPI SystemFunction036(PVOID data, ULONG size);
		__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size) { return SystemFunction036(data, (ULONG)size); }
	END
}

# compile FILE FLAG… makes a small program for Windows of C from its input.
compile() {
	local file=$1
	shift
	x86_64-w64-mingw32-gcc -O1 -x c -o "$file" - -x none "$@" || fail "mingw cannot make $file"
}

# registered KEY VALUE prints what the person's registry holds.
registered() {
	"$wine" reg query "HKCU\\$1" /v "$2" 2>/dev/null | tr -d '\r' | sed -nE "s/^ +$2 +REG_[A-Z]+ +//p"
}

# sign_in puts a sign-in into the keychain of Windows, as Latchkey names them;
# signed_in tells whether it is there.
sign_in() {
	[[ -e $work/keychain.exe ]] || compile "$work/keychain.exe" -ladvapi32 <<-'END'
		#include <windows.h>
		#include <wincred.h>
		int main(int argc, char **argv) {
			wchar_t name[] = L"Latchkey:test refresh";
			CREDENTIALW c = {.Type = CRED_TYPE_GENERIC, .TargetName = name, .UserName = L"test", .CredentialBlob = (LPBYTE) "x",
				.CredentialBlobSize = 1, .Persist = CRED_PERSIST_LOCAL_MACHINE}, *found;
			return argc > 1 ? !CredReadW(name, CRED_TYPE_GENERIC, 0, &found) : !CredWriteW(&c, 0);
		}
	END
	"$wine" "$work/keychain.exe"
}
signed_in() { "$wine" "$work/keychain.exe" there; }

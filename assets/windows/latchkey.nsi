; The installer of Latchkey, for one person and without an administrator.
;   /S         asks nothing; closes a Latchkey that runs. Ends with 2 where it cannot
;   /D=C:\dir  installs there (last on the line, no quotes)
; Its uninstaller takes /S too and leaves the data, unless /DATA is given.
; .ci/windows defines RELEASE, NUMBERS, PROGRAM, LICENCE, OUT and, to sign, SIGN; QUICK for a test.
Target amd64-unicode
!ifdef QUICK
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 64
!endif
SetDateSave off ; the same program makes the same installer
ManifestDPIAware true
ManifestSupportedOS Win10
RequestExecutionLevel user

!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh

Name "Latchkey"
OutFile "${OUT}"
BrandingText "Latchkey ${RELEASE}"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Latchkey"
!define APP_PATH "Software\Microsoft\Windows\CurrentVersion\App Paths\latchkey.exe"
InstallDir "$LOCALAPPDATA\Programs\Latchkey"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"

!ifdef SIGN
  !uninstfinalize '"${SIGN}" "%1"' = 0
  !finalize '"${SIGN}" "%1"' = 0
!endif

VIProductVersion "${NUMBERS}"
VIAddVersionKey "ProductName" "Latchkey"
VIAddVersionKey "FileDescription" "Installer of Latchkey"
VIAddVersionKey "FileVersion" "${RELEASE}"
VIAddVersionKey "ProductVersion" "${RELEASE}"
VIAddVersionKey "LegalCopyright" "MIT licence"
VIAddVersionKey "CompanyName" "Latchkey"

!define MUI_ICON "latchkey.ico"
!define MUI_UNICON "latchkey.ico"
!define MUI_WELCOMEFINISHPAGE_BITMAP "side.bmp"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\latchkey.exe"
!insertmacro MUI_PAGE_LICENSE "${LICENCE}"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!define MUI_COMPONENTSPAGE_SMALLDESC
!define MUI_PAGE_CUSTOMFUNCTION_SHOW un.HideSpace
!insertmacro MUI_UNPAGE_COMPONENTS
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "French"

!include texts.nsh
!include closing.nsh

Section "-Latchkey"
  SetShellVarContext current
  Call CloseLatchkey
  SetOutPath "$INSTDIR"
  File "/oname=latchkey.exe" "${PROGRAM}"
  File "/oname=LICENCE.txt" "${LICENCE}"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\Latchkey.lnk" "$INSTDIR\latchkey.exe" "" "" "" "" "" "$(Shortcut)"
  WriteRegStr HKCU "${APP_PATH}" "" "$INSTDIR\latchkey.exe"

  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Latchkey"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${RELEASE}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\latchkey.exe"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "Latchkey"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0
SectionEnd

Section "un.Latchkey" UnProgram
  SectionIn RO
  SetShellVarContext current
  Call un.CloseLatchkey
  Delete "$INSTDIR\latchkey.exe"
  Delete "$INSTDIR\LICENCE.txt"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR" ; only where nothing else is in it
  Delete "$SMPROGRAMS\Latchkey.lnk"
  DeleteRegKey HKCU "${APP_PATH}"
  DeleteRegKey HKCU "${UNINSTALL}"
SectionEnd

; What Latchkey wrote: its data, what it remembers of this computer, the place
; and size of its window, and its sign-ins at SALTO KS in Windows' keychain.
Section /o "un.$(DataName)" UnData
  SetShellVarContext current
  RMDir /r "$APPDATA\Latchkey"
  Delete "$APPDATA\latchkey-computer.json"
  RMDir /r "$APPDATA\fyne\io.github.latchkey.Latchkey"
  RMDir "$APPDATA\fyne"
  System::Call 'advapi32::CredEnumerateW(w "Latchkey:*", i 0, *i .r1, *p .r2) i .r0'
  ${If} $0 <> 0
    IntOp $1 $1 - 1
    ${ForEach} $0 0 $1 + 1
      IntOp $3 $0 * ${NSIS_PTR_SIZE}
      IntPtrOp $3 $2 + $3
      System::Call '*$3(p .r4)'
      System::Call '*$4(i, i, w .r5)' ; Flags, Type, TargetName
      System::Call 'advapi32::CredDeleteW(w r5, i 1, i 0)' ; 1: generic
    ${Next}
    System::Call 'advapi32::CredFree(p r2)'
  ${EndIf}
SectionEnd

!insertmacro MUI_UNFUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${UnProgram} "$(ProgramText)"
  !insertmacro MUI_DESCRIPTION_TEXT ${UnData} "$(DataText)"
!insertmacro MUI_UNFUNCTION_DESCRIPTION_END

; Removing needs no space, so the page does not say how much.
Function un.HideSpace
  FindWindow $0 "#32770" "" $HWNDPARENT
  GetDlgItem $0 $0 1023 ; IDC_SPACEREQUIRED
  ShowWindow $0 ${SW_HIDE}
FunctionEnd

Function un.onInit
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/DATA" $1
  ${IfNot} ${Errors}
    !insertmacro SelectSection ${UnData}
  ${EndIf}
FunctionEnd

; Closes a Latchkey that runs, before its file is replaced or deleted. Every
; window waits for this event (cmd/latchkey/closing_windows.go).
!define CLOSE_EVENT "Local\io.github.latchkey.Latchkey.close"

!macro Closing un
; Pushes nothing; $0 is 1 where the program's file can be written, so that nobody
; runs it.
Function ${un}IsFree
  StrCpy $0 1
  ${If} ${FileExists} "$INSTDIR\latchkey.exe"
    ClearErrors
    FileOpen $1 "$INSTDIR\latchkey.exe" a
    ${If} ${Errors}
      StrCpy $0 0
    ${Else}
      FileClose $1
    ${EndIf}
  ${EndIf}
FunctionEnd

; Asks every window to close, and waits up to 20 s until the file is free.
Function ${un}AskToClose
  System::Call 'kernel32::OpenEventW(i 2, i 0, w "${CLOSE_EVENT}") p .r2' ; 2: may be set
  ${If} $2 P<> 0
    System::Call 'kernel32::SetEvent(p r2)'
  ${EndIf}
  ${ForEach} $3 1 100 + 1
    Call ${un}IsFree
    ${If} $0 = 1
      ${Break}
    ${EndIf}
    Sleep 200
  ${Next}
  ${If} $2 P<> 0
    System::Call 'kernel32::ResetEvent(p r2)'
    System::Call 'kernel32::CloseHandle(p r2)'
  ${EndIf}
FunctionEnd

; Comes back when the file is free, and ends everything otherwise.
Function ${un}CloseLatchkey
  Call ${un}IsFree
  ${If} $0 = 1
    Return
  ${EndIf}
  MessageBox MB_OKCANCEL|MB_ICONEXCLAMATION "$(Running)" /SD IDOK IDOK ask
  Goto end
ask:
  Call ${un}AskToClose
  ${If} $0 = 1
    Return
  ${EndIf}
  MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(StillRunning)" /SD IDCANCEL IDRETRY ask
end:
  SetErrorLevel 2
  Abort
FunctionEnd
!macroend

!insertmacro Closing ""
!insertmacro Closing "un."

; What people open on a stick: it has Windows install the MSI that lies beside it, for this person or for all, and
; has the program take the models of the stick, which it checks while it copies them. Built by makensis.
;   /S  without a window     /ALL  for all who use the computer (an administrator's right is asked for)
Unicode true
Target amd64-unicode
!include MUI2.nsh
!include nsDialogs.nsh
!include LogicLib.nsh
!include FileFunc.nsh

Name "Confidant"
OutFile "${TARGET}"
RequestExecutionLevel user
ManifestDPIAware true
BrandingText "Confidant ${VERSION}"
ShowInstDetails show
VIProductVersion "${VERSION}.0"
VIAddVersionKey ProductName "Confidant"
VIAddVersionKey FileDescription "Confidant"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey LegalCopyright "Apache-2.0"

Var ForAll
Var ForMeButton
Var ForAllButton
Var Code
Var Program
Var Window

!define MUI_ICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${SIDE}"
Page custom AskForWhom NoteForWhom
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_FUNCTION StartProgram
!insertmacro MUI_PAGE_FINISH
!include "${WORDS}"

Function .onInit
  StrCpy $ForAll 0
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/ALL" $1
  ${IfNot} ${Errors}
    StrCpy $ForAll 1
  ${EndIf}
FunctionEnd

Function AskForWhom
  !insertmacro MUI_HEADER_TEXT "$(whom)" ""
  nsDialogs::Create 1018
  Pop $0
  nsDialogs::SetRTL $(^RTL)
  ${NSD_CreateRadioButton} 0 10u 100% 12u "$(me)"
  Pop $ForMeButton
  ${NSD_CreateRadioButton} 0 28u 100% 12u "$(all)"
  Pop $ForAllButton
  ${If} $ForAll = 1
    ${NSD_Check} $ForAllButton
  ${Else}
    ${NSD_Check} $ForMeButton
  ${EndIf}
  nsDialogs::Show
FunctionEnd

Function NoteForWhom
  ${NSD_GetState} $ForAllButton $ForAll
FunctionEnd

Function StartProgram
  Exec '"$Program\confidant.exe"'
FunctionEnd

Section
  SetRegView 64
  StrCpy $Window "/qb"
  ${If} ${Silent}
    StrCpy $Window "/qn"
  ${EndIf}
  StrCpy $0 "ALLUSERS=2 MSIINSTALLPERUSER=1"
  ${If} $ForAll = 1
    StrCpy $0 "ALLUSERS=1"
  ${EndIf}
  DetailPrint "$(installing)"
  ExecWait '"$SYSDIR\msiexec.exe" /i "$EXEDIR\${MSI}" $Window $0' $Code
  ${If} $Code <> 0
  ${AndIf} $Code <> 3010 ; there once the computer was started anew
    DetailPrint "$(failed)"
    SetErrorLevel $Code
    MessageBox MB_ICONSTOP|MB_OK "$(failed)" /SD IDOK
    Abort
  ${EndIf}

  ReadRegStr $Program HKCU "Software\Confidant" "InstallDir"
  ${If} $Program == ""
  ${OrIf} $ForAll = 1
    ReadRegStr $Program HKLM "Software\Confidant" "InstallDir"
  ${EndIf}
  StrCpy $Program $Program -1 ; it ends with a backslash

  ${If} ${FileExists} "$EXEDIR\..\manifest.json"
    ${GetParent} $EXEDIR $1
    StrCpy $2 $1 1 -1
    ${If} $2 == ":" ; the root of a stick: "E:" alone would be the folder one is in there
      StrCpy $1 "$1\."
    ${EndIf}
    DetailPrint "$(copying)"
    nsExec::ExecToLog '"$Program\confidant.com" models add "$1"'
    Pop $Code
    ${If} $Code <> 0 ; the program is there, and says itself what it lacks
      DetailPrint "$(later)"
      MessageBox MB_ICONINFORMATION|MB_OK "$(later)" /SD IDOK
    ${EndIf}
  ${EndIf}
SectionEnd

; The installer, by Inno Setup 6.3 or newer (it names architectures as we do); build.ps1 calls it.
; Vaults lie in their users' folders and are never touched.
#include "..\..\build\windows\version.iss"

[Setup]
AppId={{6B0D9C8E-53B1-4C0A-9C7E-2F6D6B1E9A41}
AppName=SPR Inspector
AppVersion={#Version}
AppPublisher=SPR Inspector project
VersionInfoVersion={#Version}
DefaultDirName={autopf}\SPR Inspector
DisableProgramGroupPage=yes
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
PrivilegesRequired=admin
PrivilegesRequiredOverridesAllowed=dialog
Compression=lzma2/max
SolidCompression=yes
OutputDir=..\..\dist
OutputBaseFilename=spr-inspector-{#Version}-setup
SetupIconFile=..\..\build\windows\spr-inspector.ico
UninstallDisplayIcon={app}\SPR Inspector.exe
UninstallDisplayName=SPR Inspector
ChangesAssociations=yes
CloseApplications=yes
WizardStyle=modern
#ifdef Signed
; build.ps1 says on the command line how; the program that removes the app is signed by it as well.
SignTool=signer
#endif

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"

[InstallDelete]
; What a lower version brought and this one does not; nothing of a user's lies there.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "..\..\build\windows\bundles\spr-inspector\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{autoprograms}\SPR Inspector"; Filename: "{app}\SPR Inspector.exe"; AppUserModelID: "spr-inspector"

[Registry]
Root: HKA; Subkey: "Software\Classes\.inspx"; ValueType: string; ValueData: "SPRInspector.Transfer"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\SPRInspector.Transfer"; ValueType: string; ValueData: "SPR Inspector transfer file"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\SPRInspector.Transfer\DefaultIcon"; ValueType: string; ValueData: "{app}\SPR Inspector.exe,0"
Root: HKA; Subkey: "Software\Classes\SPRInspector.Transfer\shell\open\command"; ValueType: string; ValueData: """{app}\SPR Inspector.exe"" open ""%1"""
Root: HKA; Subkey: "Software\Classes\Applications\SPR Inspector.exe"; ValueType: string; ValueName: "FriendlyAppName"; ValueData: "SPR Inspector"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Applications\SPR Inspector.exe\SupportedTypes"; ValueType: string; ValueName: ".json"
Root: HKA; Subkey: "Software\Classes\Applications\SPR Inspector.exe\SupportedTypes"; ValueType: string; ValueName: ".pdf"
Root: HKA; Subkey: "Software\Classes\Applications\SPR Inspector.exe\shell\open\command"; ValueType: string; ValueData: """{app}\SPR Inspector.exe"" open ""%1"""

[Run]
Filename: "{app}\SPR Inspector.exe"; Description: "Open SPR Inspector"; Flags: nowait postinstall skipifsilent

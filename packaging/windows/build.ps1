# Makes the Windows installer of this checkout in .\dist, on Windows 10 or 11 (64 bit):
#
#   powershell -ExecutionPolicy Bypass -File packaging\windows\build.ps1
#
# Needs Python 3.11 or newer ("py" starts it), Git, and Inno Setup 6.3 or newer. SPR_SIGN_WITH holds the
# arguments of signtool that name the certificate, such as: /n "Name on the certificate" /tr ADDRESS
# /td sha256. SPR_RELEASE_KEY names the PEM file of the key that signs releases. Without either that
# part is unsigned, and that is said. What of this was never run: README.md beside this file.
Set-StrictMode -Version Latest
$ErrorActionPreference = "Stop"

$top = (Resolve-Path (Join-Path $PSScriptRoot "..\..")).Path
Set-Location $top
$venv = Join-Path $top ".venv-build"
$python = Join-Path $venv "Scripts\python.exe"
$build = Join-Path $top "build\windows"
$dist = Join-Path $top "dist"
New-Item -ItemType Directory -Force $dist | Out-Null

function Invoke-Checked([string] $program, [string[]] $arguments) {
    & $program @arguments
    if ($LASTEXITCODE -ne 0) { throw "$program ended with $LASTEXITCODE; nothing was finished." }
}

function Find-Program([string] $name, [string[]] $places) {
    $found = Get-Command $name -ErrorAction SilentlyContinue
    if ($found) { return $found.Source }
    foreach ($place in $places) {
        $path = Get-ChildItem $place -ErrorAction SilentlyContinue | Sort-Object FullName | Select-Object -Last 1
        if ($path) { return $path.FullName }
    }
    throw "$name was not found. Install it and start this again."
}

function Find-Signtool {
    return Find-Program "signtool.exe" @("${env:ProgramFiles(x86)}\Windows Kits\10\bin\*\x64\signtool.exe")
}

function Add-Signature([string[]] $files) {
    if (-not $env:SPR_SIGN_WITH) { return }
    $signtool = Find-Signtool
    $quoted = ($files | ForEach-Object { "`"$_`"" }) -join " "
    $signed = Start-Process -FilePath $signtool -NoNewWindow -Wait -PassThru `
        -ArgumentList "sign /fd sha256 $env:SPR_SIGN_WITH $quoted"
    if ($signed.ExitCode -ne 0) { throw "signtool ended with $($signed.ExitCode)." }
}

if (-not (Test-Path $python)) { Invoke-Checked "py" @("-3", "-m", "venv", $venv) }
Invoke-Checked $python @("-m", "pip", "install", "--quiet", "--no-input", "--no-deps", "--require-hashes",
    "--only-binary", ":all:", "-r", "packaging\requirements-build.lock")

$env:SOURCE_DATE_EPOCH = (& git log -1 "--format=%ct")
$env:PYTHONHASHSEED = "0"
$env:PYTHONPATH = "$top;$top\packaging"
Invoke-Checked $python @("-m", "bundle.windows")
if ($env:SPR_RELEASE_KEY) {
    Invoke-Checked $python @("-m", "bundle.signing", "pin",
        "$build\bundles\spr-inspector\_internal\resources\release-key.pem")
}

$programs = @("$build\bundles\spr-inspector\spr-inspector.exe", "$build\bundles\spr-inspector\SPR Inspector.exe")
Add-Signature $programs
$said = & $programs[0] "--version"
if ($LASTEXITCODE -ne 0) { throw "What was built does not start." }
Write-Output "It starts: $said"

$iscc = Find-Program "ISCC.exe" @("${env:ProgramFiles(x86)}\Inno Setup 6\ISCC.exe", "$env:ProgramFiles\Inno Setup 6\ISCC.exe")
$asked = @("/Qp")
if ($env:SPR_SIGN_WITH) {
    # Inno Setup signs the installer and, in it, what removes the app. $q is its quotation mark, $f the file.
    $how = '$q' + (Find-Signtool) + '$q sign /fd sha256 ' + $env:SPR_SIGN_WITH.Replace('"', '$q') + ' $f'
    $asked += @("/DSigned", "/Ssigner=$how")
}
Invoke-Checked $iscc ($asked + "packaging\windows\spr-inspector.iss")
$setup = Get-ChildItem "$dist\spr-inspector-*-setup.exe" | Sort-Object LastWriteTime | Select-Object -Last 1
Invoke-Checked $python @("-m", "bundle.signing", "list", $setup.FullName)
if (-not $env:SPR_SIGN_WITH) { Write-Output "UNSIGNED: SPR_SIGN_WITH names no certificate. Windows will warn of it." }

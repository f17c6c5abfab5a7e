@echo off
rem Installs followup from this folder. Uses no internet, needs Python 3.11 or later, and no rights of an administrator.
setlocal
cd /d "%~dp0"

if not exist "uv\windows\uv.exe" (
  echo This folder was not made for Windows: nothing was installed.
  pause
  exit /b 1
)
echo Checking the installer ...
certutil -hashfile "uv\windows\uv.exe" SHA256 | find /i "@UV_HASH@" >nul
if errorlevel 1 (
  echo A file of this folder is damaged or was changed: nothing was installed. Copy the folder again.
  pause
  exit /b 1
)

set UV_OFFLINE=1
set UV_NO_CACHE=1
set UV_PYTHON_DOWNLOADS=never
set "program=%LOCALAPPDATA%\followup-program"
"uv\windows\uv.exe" venv --quiet --clear --python ">=3.11" "%program%"
if errorlevel 1 (
  echo Python 3.11 or later is not on this computer. Install it first, then start this again.
  echo Whoever has internet finds its installer at python.org; put it on this stick.
  pause
  exit /b 1
)
"uv\windows\uv.exe" pip install --quiet --python "%program%" --no-index --find-links wheels --require-hashes -r requirements.txt
if errorlevel 1 (
  echo followup could not be installed. A file may be damaged: copy the folder again.
  pause
  exit /b 1
)

rem The command is found in every new window.
powershell -NoProfile -Command "$p=[Environment]::GetEnvironmentVariable('Path','User'); $d=$env:LOCALAPPDATA+'\followup-program\Scripts'; if (($p -split ';') -notcontains $d) { [Environment]::SetEnvironmentVariable('Path', ($p.TrimEnd(';')+';'+$d).TrimStart(';'), 'User') }"
"%program%\Scripts\followup.exe" --version
echo Installed. Open a new window and begin with: followup init
pause

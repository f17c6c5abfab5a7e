#!/bin/sh
# Installs followup from this folder. Uses no internet, needs Python 3.11 or later, and no rights of an administrator.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$here"

echo "Checking that every file is as it was made ..."
if command -v sha256sum >/dev/null; then
  sha256sum --quiet -c SHA256SUMS
else
  shasum -a 256 -c SHA256SUMS >/dev/null
fi || { echo "A file of this folder is damaged or was changed: nothing was installed. Copy the folder again." >&2; exit 1; }

case "$(uname -s)-$(uname -m)" in
  Linux-x86_64) system=linux ;;
  Darwin-arm64) system=macos-arm ;;
  Darwin-x86_64) system=macos-intel ;;
  *) echo "This folder has nothing for this kind of computer: nothing was installed." >&2; exit 1 ;;
esac
if [ ! -f "uv/$system/uv" ]; then
  echo "This folder was not made for this kind of computer: nothing was installed." >&2
  exit 1
fi

# A stick often lets no program run: uv is started from a folder of our own.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "uv/$system/uv" "$work/uv"
chmod +x "$work/uv"
export UV_OFFLINE=1 UV_NO_CACHE=1 UV_PYTHON_DOWNLOADS=never

program="${XDG_DATA_HOME:-$HOME/.local/share}/followup-program"
if ! "$work/uv" venv --quiet --clear --python ">=3.11" "$program"; then
  echo "Python 3.11 or later is not on this computer. Install it first, then start this again." >&2
  exit 1
fi
"$work/uv" pip install --quiet --python "$program" --no-index --find-links wheels --require-hashes -r requirements.txt

mkdir -p "$HOME/.local/bin"
ln -sf "$program/bin/followup" "$HOME/.local/bin/followup"
echo "Installed: $("$HOME/.local/bin/followup" --version)"
case ":$PATH:" in
  *":$HOME/.local/bin:"*) echo "Begin with: followup init" ;;
  *)
    echo "Begin with: $HOME/.local/bin/followup init"
    echo "To write only 'followup', add this line to the file .profile in your home folder, and log in again:"
    echo '  export PATH="$HOME/.local/bin:$PATH"'
    ;;
esac

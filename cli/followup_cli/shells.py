"""Completion in the shells people use: the script of each, and where it is put.

Only what completion needs is written: no setting of the shell is changed, and no rule about which scripts may run.
"""

import os
from pathlib import Path
from typing import NoReturn

import typer

from followup.errors import Missing, Refused
from followup.messages import say
from followup_cli.completion import VARIABLE

PROGRAM = "followup"
_POWERSHELLS = ("powershell", "pwsh")
SHELLS = ("bash", "zsh", "fish", *_POWERSHELLS)
_ZSH_LINES = ("fpath+=~/.zfunc", "autoload -Uz compinit && compinit")
_ZSH_FIRST_TIME = ("", "if (( ${+CURRENT} )); then", '  _followup_completion "$@"', "fi")
"""zsh reads the script when the Tab key is pressed for the first time: that time completes as well."""
_SETTINGS = ("Import-Module PSReadLine", "Set-PSReadLineKeyHandler")
"""Lines of Typer's script that would change what the Tab key does for every other program."""


def show_script() -> NoReturn:
    """Print the script of the shell in use, for whoever wants to put it somewhere of their own."""
    typer.echo(script_of(shell_in_use()))
    raise typer.Exit


def install_script() -> NoReturn:
    """Put the script of the shell in use where that shell reads it, and say where."""
    shell = shell_in_use()
    script, read_by = install(shell)
    typer.echo(say("Saved: {file}", file=str(script)))
    if read_by != script:
        typer.echo(say("It is read by: {file}", file=str(read_by)))
    typer.echo(say("Open a new window, type followup and a blank, and press Tab."))
    if shell in _POWERSHELLS:
        allow = "Set-ExecutionPolicy RemoteSigned -Scope CurrentUser"
        typer.echo(say("If PowerShell says then that scripts cannot run: {command}", command=allow))
    raise typer.Exit


def shell_in_use() -> str:
    """The shell in which the command was typed; Missing where it cannot be seen, Refused where it completes nothing."""
    import shellingham

    try:
        name = str(shellingham.detect_shell()[0])
    except shellingham.ShellDetectionFailure:
        name = Path(os.environ.get("SHELL", "")).stem
    if not name:
        raise Missing(say("It cannot be seen which shell this is."), _which_shells())
    if name not in SHELLS:
        raise Refused(say("There is no completion for {shell}.", shell=name), _which_shells())
    return name


def _which_shells() -> str:
    return say("Run it once more in bash, zsh, fish or PowerShell.")


def script_of(shell: str) -> str:
    """What a shell runs to complete ``followup``."""
    from typer.completion import get_completion_script

    script = get_completion_script(prog_name=PROGRAM, complete_var=VARIABLE, shell=shell)
    kept = [line for line in script.splitlines() if not line.startswith(_SETTINGS)]
    return "\n".join([*kept, *(_ZSH_FIRST_TIME if shell == "zsh" else ())])


def install(shell: str) -> tuple[Path, Path]:
    """The file that holds the script now, and the one by which the shell reads it; done twice, it changes nothing."""
    home = Path.home()
    if shell == "fish":
        config = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
        script = _written(config / "fish" / "completions" / f"{PROGRAM}.fish", shell)
        return script, script
    if shell == "zsh":
        script = _written(home / ".zfunc" / f"_{PROGRAM}", shell)
        return script, _with_lines(Path(os.environ.get("ZDOTDIR") or home) / ".zshrc", *_ZSH_LINES)
    if shell == "bash":
        script = _written(home / ".bash_completions" / f"{PROGRAM}.sh", shell)
        return script, _with_lines(home / ".bashrc", f"source ~/.bash_completions/{PROGRAM}.sh")
    profile = _powershell_profile(shell)
    name = f"{PROGRAM}-completion.ps1"
    return _written(profile.parent / name, shell), _with_lines(profile, f'. (Join-Path (Split-Path $PROFILE) "{name}")')


def _written(script: Path, shell: str) -> Path:
    script.parent.mkdir(parents=True, exist_ok=True)
    script.write_text(script_of(shell) + "\n", encoding="utf-8")
    return script


def _with_lines(file: Path, *lines: str) -> Path:
    """A file that the shell reads when it starts, with these lines at its end if it had them nowhere."""
    file.parent.mkdir(parents=True, exist_ok=True)
    there = file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
    missing = [line for line in lines if line not in there.splitlines()]
    if missing:
        with file.open("a", encoding="utf-8") as end:
            end.write("\n" * bool(there and not there.endswith("\n")) + "\n".join(missing) + "\n")
    return file


def _powershell_profile(shell: str) -> Path:
    """The file that PowerShell runs when it starts, as it says itself."""
    import subprocess

    asked = [shell, "-NoProfile", "-Command", "[Console]::OutputEncoding=[Text.Encoding]::UTF8; echo $PROFILE"]
    said = subprocess.run(asked, check=False, stdout=subprocess.PIPE, encoding="utf-8").stdout.strip()
    if not said:
        raise Missing(
            say("PowerShell does not say which file it reads when it starts."),
            say("Put the script there yourself: followup --show-completion"),
        )
    return Path(said)

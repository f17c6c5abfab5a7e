"""The Tab key: commands, options and words are offered; codes while the casebook is open, and names never.

- every option with a closed list offers exactly its words; of several words the last one is completed
- the casebook is never opened by a passphrase for it, and nothing is ever said that is no offer
- the script goes where each shell reads it; nothing else of the shell is changed, and doing it twice changes nothing
- bash, zsh and fish are asked themselves where they are installed
"""

import os
import select
import shutil
import subprocess
import sys

import pytest
import typer

from followup.case.home_words import Placement
from followup.vault.access import lock, unlock
from followup_cli import shells
from followup_cli.app import app
from followup_cli.completion import completer_of
from tests.cli.test_reading import all_commands
from tests.cli.window import FOLLOWUP, casebook_environ

PASSPHRASE = "six plain words for this test"


class Line:
    """What stands on the line already."""

    def __init__(self, **params):
        self.params = params


def offered(environ, *words):
    """What bash is told for the last of these words, and everything that is said besides."""
    line = {"COMP_WORDS": "\n".join(["followup", *words]), "COMP_CWORD": str(len(words))}
    asked = environ | line | {"_FOLLOWUP_COMPLETE": "complete_bash"}
    done = subprocess.run(FOLLOWUP, env=asked, capture_output=True, encoding="utf-8")
    return done.stdout.split(), done.stderr


@pytest.fixture(scope="module")
def environ(tmp_path_factory):
    return casebook_environ(tmp_path_factory.mktemp("completion"))


# --- what is offered ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (("gradu",), ["graduate"]),
        (("graduate", "hand"), ["hand-over"]),
        (("graduate", "add", "--prov"), ["--province"]),
        (("graduate", "place", "KML", "--how", "on"), ["on-her-own"]),
        (("graduate", "add", "--province", "kampong-sp"), ["kampong-speu"]),
        (("graduate", "add", "--province", "Kandal", "--district", "K"), ["Kandal-Stueng"]),
        (("outcome", "record", "KML", "--causes", "debt,dist"), ["debt,distance"]),
        (("no-such-command", "x"), []),
        (("visit", "record", "--note", '"not ended'), []),
    ],
)
def test_commands_options_and_words_are_offered(environ, words, first):
    found, said = offered(environ, *words)

    assert found[:1] == first
    assert said == ""


def test_codes_are_offered_while_the_casebook_is_open_and_by_no_passphrase(environ):
    home = shells.Path(environ["FOLLOWUP_HOME"])
    assert offered(environ, "graduate", "show", "k") == ([], "")

    unlock(home, PASSPHRASE, 5)
    try:
        assert offered(environ, "graduate", "show", "k") == (["kml-1"], "")
        assert offered(environ, "visit", "record", "") == (["KML-1"], "")
        (home / "vault.json").write_bytes(b"damaged")
        assert offered(environ, "graduate", "show", "k") == ([], "")
    finally:
        lock(home)


def test_every_option_with_a_closed_list_offers_its_words():
    lists = [
        (param.metavar, param)
        for command in all_commands(typer.main.get_command(app)).values()
        for param in command.params
        if param.metavar and "|" in param.metavar
    ]

    assert len(lists) > 30
    for metavar, param in lists:
        offers = [one.value for one in param.shell_complete(Line(), "")]
        assert sorted(offers) == sorted(metavar.split("|")), param.opts


def test_every_argument_that_is_a_code_is_completed():
    for words, command in all_commands(typer.main.get_command(app)).items():
        for param in command.params:
            if param.param_type_name == "argument" and "CODE" in (param.metavar or ""):
                assert param._custom_shell_complete, words


def test_words_with_blanks_are_offered_so_that_no_quotes_are_needed():
    assert "Kampong-Speu" in completer_of("--province", None)(Line(), "")
    assert completer_of("--district", None)(Line(province="kandal"), "s") == ["sang", "sampov-pun"]
    assert completer_of("--placement", "|".join(Placement))(Line(), "rel") == ["relative"]
    assert completer_of("--safe", "MON,TUE")(Line(), "mon,t") == ["mon,tue", "mon,thu"]
    assert completer_of("--note", None) is None


@pytest.mark.parametrize("written", ["Sang", "rolea-bier", "Kampong-Speu"])
def test_what_is_offered_is_understood(written):
    from followup.services.words_in_use import WordsInUse
    from tests.builders import a_casebook

    words = WordsInUse(a_casebook())
    assert words.of("district").spelled(written) or words.of("province").spelled(written)


# --- the scripts ----------------------------------------------------------------------------------------------------


@pytest.fixture
def own_home(monkeypatch, tmp_path):
    for variable in ("XDG_CONFIG_HOME", "ZDOTDIR"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(shells.Path, "home", lambda: tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("shell", "script", "read_by", "line"),
    [
        ("bash", ".bash_completions/followup.sh", ".bashrc", "source ~/.bash_completions/followup.sh"),
        ("zsh", ".zfunc/_followup", ".zshrc", "fpath+=~/.zfunc\nautoload -Uz compinit && compinit"),
        ("fish", ".config/fish/completions/followup.fish", "", ""),
        (
            "pwsh",
            "followup-completion.ps1",
            "profile.ps1",
            '. (Join-Path (Split-Path $PROFILE) "followup-completion.ps1")',
        ),
    ],
)
def test_the_script_goes_where_the_shell_reads_it(own_home, monkeypatch, shell, script, read_by, line):
    monkeypatch.setattr(shells, "_powershell_profile", lambda _: own_home / "profile.ps1")
    if read_by:
        (own_home / read_by).write_text("alias ll=ls", encoding="utf-8")

    for _ in range(2):
        shells.install(shell)

    assert "_FOLLOWUP_COMPLETE" in (own_home / script).read_text(encoding="utf-8")
    if read_by:
        assert (own_home / read_by).read_text(encoding="utf-8") == f"alias ll=ls\n{line}\n"


def test_powershell_keeps_its_keys_and_its_rules():
    script = shells.script_of("powershell")

    assert "Register-ArgumentCompleter -Native -CommandName followup" in script
    assert '$Env:_FOLLOWUP_COMPLETE = "complete_powershell"' in script
    assert "PSReadLine" not in script
    assert "ExecutionPolicy" not in script


def test_powershell_says_itself_where_its_profile_is(own_home, monkeypatch):
    (own_home / "pwsh").write_text(f"#!/bin/sh\necho '{own_home}/ខ្មែរ/profile.ps1'\n", encoding="utf-8")
    (own_home / "pwsh").chmod(0o700)
    monkeypatch.setenv("PATH", f"{own_home}{os.pathsep}{os.environ['PATH']}")
    if sys.platform == "win32":
        pytest.skip("a shell script stands for PowerShell")

    assert shells.install("pwsh")[1] == own_home / "ខ្មែរ" / "profile.ps1"


def test_powershell_is_told_the_words_with_their_help(environ):
    asked = {"_TYPER_COMPLETE_ARGS": "followup gradu", "_TYPER_COMPLETE_WORD_TO_COMPLETE": "gradu"}
    done = subprocess.run(
        FOLLOWUP, env=environ | asked | {"_FOLLOWUP_COMPLETE": "complete_powershell"}, capture_output=True, text=True
    )

    assert done.stdout.startswith("graduate:::Add, list")


@pytest.mark.parametrize(("shell", "code"), [("tcsh", 1), ("", 2)])
def test_a_shell_without_completion_is_said(own_home, monkeypatch, shell, code):
    import shellingham

    def detect():
        if not shell:
            raise shellingham.ShellDetectionFailure
        return shell, ""

    monkeypatch.setattr(shellingham, "detect_shell", detect)
    monkeypatch.delenv("SHELL", raising=False)

    result = typer.testing.CliRunner().invoke(app, ["--install-completion"])

    assert result.exit_code == code
    assert "bash, zsh, fish or PowerShell" in result.stderr
    assert list(own_home.iterdir()) == []


# --- real shells ----------------------------------------------------------------------------------------------------


@pytest.fixture
def in_a_shell(environ, tmp_path):
    """Runs a line in a shell that finds followup."""
    program = tmp_path / "followup"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m followup_cli "$@"\n', encoding="utf-8")
    program.chmod(0o700)
    there = environ | {"PATH": f"{tmp_path}{os.pathsep}{environ['PATH']}", "HOME": str(tmp_path)}
    there.pop("XDG_CONFIG_HOME", None)

    def run(shell, *options, line):
        if shutil.which(shell) is None:
            pytest.skip(f"there is no {shell} here")
        done = subprocess.run([shell, *options, "-c", line], env=there, capture_output=True, text=True, timeout=60)
        assert done.stderr == ""
        return done.stdout

    return run


def test_bash_is_told_what_could_be_typed(in_a_shell):
    asks = "_followup_completion followup; printf '%s\\n' \"${COMPREPLY[@]}\""
    line = (
        "source <(followup --show-completion)\n"
        f"COMP_WORDS=(followup graduate sho) COMP_CWORD=2; {asks}\n"
        f"COMP_WORDS=(followup graduate add --province Kampong-S) COMP_CWORD=4; {asks}\n"
    )

    assert in_a_shell("bash", "--norc", line=line).split() == ["show", "Kampong-Speu"]


def test_fish_is_told_what_could_be_typed(in_a_shell):
    line = (
        "followup --install-completion >/dev/null\n"
        "source ~/.config/fish/completions/followup.fish\n"
        'complete -C "followup gradu"\ncomplete -C "followup graduate add --province Kampong-S"\n'
    )

    found = in_a_shell("fish", "--no-config", line=line).splitlines()
    assert [one.split("\t")[0] for one in found] == ["graduate", "Kampong-Speu"]


def test_zsh_completes_the_first_time_the_key_is_pressed(in_a_shell, environ, tmp_path):
    in_a_shell("zsh", "-f", line="followup --install-completion; true")
    import pty

    program, window = pty.fork()
    if program == 0:
        os.environ.update(environ | {"HOME": str(tmp_path), "ZDOTDIR": str(tmp_path), "TERM": "dumb", "PS1": "ready> "})
        os.environ["PATH"] = f"{tmp_path}{os.pathsep}{environ['PATH']}"
        os.execvp("zsh", ["zsh", "-i"])
    assert shown_in(window, "ready>")
    os.write(window, b"followup gradu\t")
    assert shown_in(window, "graduate")
    os.write(window, b"ret\t")
    assert shown_in(window, "return")
    os.write(window, b"\x15exit\n")
    os.waitpid(program, 0)


def shown_in(window, text):
    """Whether a text is shown in a window before long."""
    shown = ""
    while text not in shown and select.select([window], [], [], 30)[0]:
        shown += os.read(window, 65536).decode("utf-8", "replace")
    return text in shown

"""What a command imports before it does anything: the help of a group needs the words of its options, and no case."""

import subprocess
import sys

READS_CASES = ("msgspec", "nacl", "followup.casebook", "followup_cli.terminal.asking", "followup_cli.terminal.layout")
TAKE_DAYS_OR_MONEY = ("schedule", "print", "plan", "office")
"""Options of these are ranges of days, languages or kinds of business, which are values of a case."""

LOADING = f"""
import sys
from followup_cli.app import COMMANDS
from followup_cli.waiting import FolderCommand
for name, (folder, panel, line) in COMMANDS.items():
    if name not in {TAKE_DAYS_OR_MONEY}:
        FolderCommand(name, folder, panel, line).load()
print(*(name for name in {READS_CASES} if name in sys.modules))
"""


def test_no_help_imports_what_reads_a_case():
    loaded = subprocess.run([sys.executable, "-c", LOADING], capture_output=True, text=True, check=True, timeout=60)
    assert loaded.stdout.split() == []

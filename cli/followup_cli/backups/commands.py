"""Getting a casebook back: backups and what is done with them, and the keys that open it."""

import typer
from typer.core import TyperGroup

from followup.messages import say
from followup_cli.waiting import later

app = typer.Typer()
_HERE = "followup_cli.backups"


class BackupGroup(TyperGroup):
    """``followup backup`` alone, or with a folder, makes a backup: as if ``make`` had been typed."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """The arguments, with ``make`` put before them where no other command is named."""
        if not args or (args[0] not in self.commands and args[0] not in ctx.help_option_names):
            args = ["make", *args]
        return super().parse_args(ctx, args)


backup = typer.Typer(cls=BackupGroup)
passphrase = typer.Typer(no_args_is_help=True)
recovery = typer.Typer(no_args_is_help=True)

later(backup, f"{_HERE}.backup_commands", make="make", list_="list", check="check", drill="drill")
later(passphrase, f"{_HERE}.key_commands", change="change")
later(recovery, f"{_HERE}.key_commands", add="add", list_="list", remove="remove")
later(app, f"{_HERE}.restore_command", restore="restore")
later(app, f"{_HERE}.rekey_command", rekey="rekey")
app.add_typer(backup, name="backup", help=say("Backups: make, list and check them, rehearse putting one back."))
app.add_typer(passphrase, name="passphrase", help=say("Change the passphrase."))
app.add_typer(recovery, name="recovery", help=say("Recovery keys, for when the passphrase is forgotten."))

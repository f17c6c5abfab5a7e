"""Getting a casebook back: backups and what is done with them, and the keys that open it."""

import typer
from typer.core import TyperGroup

from followup.messages import say
from followup_cli.backups import backup_commands, key_commands, rekey_command, restore_command

app = typer.Typer()


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


backup.command("make")(backup_commands.make)
backup.command("list")(backup_commands.list_)
backup.command("check")(backup_commands.check)
backup.command("drill")(backup_commands.drill)
passphrase.command("change")(key_commands.change)
recovery.command("add")(key_commands.add)
recovery.command("list")(key_commands.list_)
recovery.command("remove")(key_commands.remove)
app.add_typer(backup, name="backup", help=say("Backups: make, list and check them, rehearse putting one back."))
app.add_typer(passphrase, name="passphrase", help=say("Change the passphrase."))
app.add_typer(recovery, name="recovery", help=say("Recovery keys, for when the passphrase is forgotten."))
app.command()(restore_command.restore)
app.command()(rekey_command.rekey)

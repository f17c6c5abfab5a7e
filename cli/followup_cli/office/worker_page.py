"""The list of workers."""

from collections.abc import Sequence

from followup.case.fields import Mask
from followup.messages import say
from followup.services.workers import WorkerLine
from followup_cli.terminal.columns import ColumnOf, table_of
from followup_cli.terminal.json import JsonValue
from followup_cli.terminal.page import Page


def workers_page(lines: Sequence[WorkerLine], without: int, label: Mask) -> Page:
    """Everybody, and how many graduates nobody follows."""
    columns: tuple[ColumnOf[WorkerLine], ...] = (
        ColumnOf(say("Worker"), lambda line: label(line.worker)),
        ColumnOf(say("Graduates"), lambda line: str(line.graduates), "right"),
        ColumnOf("", lambda line: _remark(line, label)),
    )
    shown = Page().table(table_of(lines, columns, empty=say("Nobody yet: followup office worker add INITIALS")))
    if without:
        shown.line().text(
            say("Followed by nobody: {n}. See: followup graduate list --worker nobody", n=without), "watch"
        )
    return shown


def _remark(line: WorkerLine, label: Mask) -> str:
    if line.left:
        return say("left")
    if line.laptop:
        return say("uses a laptop")
    if line.on_list:
        return ""
    return say("known by her graduates; followup office worker add {who}", who=label(line.worker))


def workers_data(lines: Sequence[WorkerLine], without: int, label: Mask) -> dict[str, JsonValue]:
    """The same for programs."""
    return {
        "workers": [
            {
                "worker": label(line.worker),
                "graduates": line.graduates,
                "on_list": line.on_list,
                "laptop": line.laptop,
                "left": line.left,
            }
            for line in lines
        ],
        "graduates_of_nobody": without,
    }

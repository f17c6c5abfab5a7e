"""Imports for programs."""

from collections.abc import Iterable

from followup.case.fields import Mask
from followup.services.imports.plan import ImportPlan, counts
from followup.services.imports.runs import ImportRun
from followup.services.imports.undoing import ImportUndo
from followup_cli.importing.page import ImportOutcome, KeptMapping, standing_words
from followup_cli.terminal.json import JsonValue


def import_data(outcome: ImportOutcome, mask: Mask, *, dry_run: bool) -> dict[str, JsonValue]:
    """What an import did, or would do."""
    plan = outcome.result.plan
    return {
        "written": bool(outcome.result.run) and not dry_run,
        "import": outcome.number,
        "what": plan.target.value,
        **counts(plan),
        "codes": [*outcome.result.codes],
        "copy": outcome.copy is not None,
        "changes": [
            {"row": row.number, "code": row.code, "fields": [*row.changed]} for row in plan.rows if row.changed
        ],
        "by_name": [{"row": row.number, "code": row.code} for row in plan.coming_in if row.by_name and row.code],
        "problems": _problems(plan, mask),
    }


def _problems(plan: ImportPlan, mask: Mask) -> list[JsonValue]:
    return [
        {"row": row.number, "column": mask(one.column), "problem": one.sentence, "alike": [*one.alike]}
        for row in plan.rows
        for one in row.problems
    ]


def runs_data(runs: Iterable[ImportRun], kept: Iterable[KeptMapping]) -> dict[str, JsonValue]:
    """Every import, and the mappings that are kept."""
    return {
        "imports": [
            {
                "number": run.number,
                "at": run.at,
                "by": run.by,
                "what": run.target.value,
                "new": run.new,
                "changed": run.changed,
                "entries": run.written,
                "in_force": run.in_force,
                "state": standing_words(run),
            }
            for run in runs
        ],
        "mappings": [{"name": one.called, "what": one.target} for one in kept],
    }


def undo_data(undo: ImportUndo, *, dry_run: bool) -> dict[str, JsonValue]:
    """What taking an import back does."""
    return {
        "written": not dry_run,
        "import": undo.run.number,
        "taken_back": [
            {"code": one.code, "entries": len(one.ids), "gone": one.gone, "different": [*one.different]}
            for one in undo.taken_back
        ],
        "staying": [{"code": one.code, "why": one.stays} for one in undo.staying],
    }

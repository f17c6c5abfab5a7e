"""A check of the whole vault: every file opened, every fact read, and compared with what is known of it.

A sound file gets a spare copy, and is remembered; so a check also makes good what was forgotten.
"""

from contextlib import suppress
from typing import NamedTuple

from followup.errors import FollowupError, named
from followup.progress import Progress, counted
from followup.vault import files, revisions
from followup.vault.journal import Journals
from followup.vault.journal_format import case_of, opened_file
from followup.vault.revisions import Seen


class CheckedFiles(NamedTuple):
    """What was read: how many files, how many facts, and what is wrong."""

    files: int
    facts: int
    problems: tuple[FollowupError, ...]


def check_journals(journals: Journals, progress: Progress | None = None) -> CheckedFiles:
    """Read every file of every journal; ``progress(done, all)`` is told after each case."""
    seen = journals.revisions.by_case()
    expected = {*journals.files(), *journals.inventory.files(), *(file for files_ in seen.values() for file in files_)}
    by_case: dict[str, list[str]] = {}
    for file in sorted(expected):
        by_case.setdefault(case_of(file), []).append(file)
    facts, problems = 0, list[FollowupError]()
    for case, names in counted(by_case.items(), progress):
        read, wrong = _check_case(journals, case, names, seen.get(case, {}))
        facts += read
        problems += [named(problem, journals.inventory.code(case)) for problem in wrong]
    return CheckedFiles(len(journals.files()), facts, tuple(problems))


def _check_case(journals: Journals, case: str, names: list[str], seen: Seen) -> tuple[int, list[FollowupError]]:
    """How many facts the sound files of a case hold, and what is wrong with the others."""
    facts, problems = 0, list[FollowupError]()
    for file in names:
        try:
            facts += len(journals.read(case, [file], _known(journals, seen, file)))
        except FollowupError as problem:
            problems.append(problem)
    if not problems and len(names) > 1:
        try:
            journals.read(case, names)
        except FollowupError as problem:  # sound files that contradict one another
            problems.append(problem)
    if not problems and not all(_is_kept(journals, seen, file) for file in names):
        _remember(journals, case, names)
    return facts, problems


def _known(journals: Journals, seen: Seen, file: str) -> Seen:
    """What is known of one file: what was seen in it, or what its spare copy says."""
    return {file: seen[file]} if file in seen else journals.seen_in_spare(file)


def _is_kept(journals: Journals, seen: Seen, file: str) -> bool:
    """Whether it is remembered what is in a file, and there is a spare copy of it."""
    return len(seen.get(file, [])) == 4 and journals.spares.has(file, int(seen[file][2]))


def _remember(journals: Journals, case: str, names: list[str]) -> None:
    """Keep a spare copy of each sound file, its place on the list, and the memory of what is in it."""
    with suppress(FollowupError), journals.lock.held(patience=0):
        seen, now = journals.revisions.of(case), Seen()
        for file in names:
            ids = journals.ids(file, _known(journals, seen, file))
            opened = opened_file(journals.folder, file, journals.key)
            now[file] = revisions.remembered(opened, ids)
            if not journals.spares.has(file, len(ids)):
                journals.spares.keep(file, files.read(files.inside(journals.folder, file)), len(ids))
        journals.revisions.record(case, now)

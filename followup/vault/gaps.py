"""What is missing of a casebook as a whole, and would otherwise go unseen. Each case tells of its own files itself."""

from collections.abc import Iterator

from followup.errors import Damaged, FollowupError, named
from followup.messages import say
from followup.store import is_access_journal, is_case
from followup.vault import inventory, revisions
from followup.vault.installation import RECENT, Entry, Installation
from followup.vault.journal import Journals
from followup.vault.journal_format import code_in, other_names


def found_gaps(journals: Journals, installation: Installation, *, listed: bool) -> Iterator[FollowupError]:
    """Each gap; ``listed`` says that there has to be a list of what belongs here."""
    yield from _list_gaps(journals, listed=listed)
    yield from _put_back(journals, installation)
    yield from _only_in_spare_copies(journals)
    yield from strange_files(journals)


def _list_gaps(journals: Journals, *, listed: bool) -> Iterator[FollowupError]:
    known = journals.inventory
    if known.problem:
        yield known.problem
    elif not known.exists and listed:
        yield Damaged(
            say("This copy of the casebook may be incomplete: {file} is missing.", file=inventory.FILE),
            inventory.whole_hint(),
        )
    elif known.doubtful or journals.revisions.lost(known.case_ids()):
        yield Damaged(
            say("What this laptop remembered of the files is missing ({folder}).", folder=revisions.FOLDER),
            say("Compare every file with what is known of it: followup check"),
        )


def _put_back(journals: Journals, installation: Installation) -> Iterator[FollowupError]:
    """Entries that were written here and are not in this home: it was put back from an older copy."""
    if lost := installation.missing():
        codes = ", ".join(sorted({whose for entry in lost if (whose := _whose(journals, entry))}))
        what = say(
            "This casebook is older than what was written in it on this laptop. Entries missing: {n}.",
            n=len(lost) if len(lost) < RECENT else say("at least {n}", n=len(lost)),
        )
        yield Damaged(
            f"{what} {say('They are of: {codes}.', codes=codes)}" if codes else what,
            revisions.merge_hint(),
        )


def _whose(journals: Journals, entry: Entry) -> str:
    """Whom an entry is of: a code, or the office; empty if it is not known."""
    case = entry.file.partition(".")[0]
    if is_case(case):
        return entry.code or journals.inventory.code(case)
    return say("the access log") if is_access_journal(case) else say("the office")


def _only_in_spare_copies(journals: Journals) -> Iterator[FollowupError]:
    """Files of which there is a spare copy, and nothing else knows them any more."""
    alone = journals.spares.files_without(journals.listed())
    unlisted = alone - journals.inventory.files() if alone else alone
    for file in sorted(unlisted - set(journals.names())) if unlisted else ():
        records = next((records for _, records in journals.spare_records(file)), [])
        yield named(revisions.missing(file), code_in(records))


def strange_files(journals: Journals) -> Iterator[FollowupError]:
    """Files that look like a journal's but are named otherwise, as a synchroniser's conflict copies are."""
    for name in other_names(journals.listed()):
        if name.endswith(".case") and not name.startswith("."):
            yield Damaged(
                say("{file} has a name that followup did not give; what is in it is not read.", file=name),
                say("It may be a copy made by a synchroniser. Take over what is in it: followup merge"),
            )

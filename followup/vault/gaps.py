"""What is missing of a casebook as a whole, and would otherwise go unseen. Each case tells of its own files itself."""

from collections.abc import Iterator, Mapping, Set
from contextlib import suppress

from msgspec import MsgspecError
from msgspec.msgpack import decode, encode
from nacl.bindings.crypto_generichash import generichash_blake2b_salt_personal

from followup.errors import Damaged, DiskFailure, FollowupError, Locked, Refused, named
from followup.messages import say
from followup.store import is_access_journal, is_case
from followup.values import ListedValue
from followup.vault import files, inventory, revisions
from followup.vault.files import Stamp
from followup.vault.installation import RECENT, Entry, Installation
from followup.vault.journal import Journals
from followup.vault.journal_format import case_of, code_in, other_names
from followup.vault.kept_files import KeptFiles
from followup.vault.register import FOLDER
from followup.vault.spares import files_of_copies

NAME = "gaps"
_COPIES = "spare-copies"


def found_gaps(journals: Journals, installation: Installation, *, listed: bool) -> Iterator[FollowupError]:
    """Each gap; ``listed`` says that there has to be a list of what belongs here.

    A list, and names of files and of the memory in which nothing was amiss, are known again by one hash over them; so
    is each file of the memory by its stamp, and each spare copy by its name. What a file of the memory that changed
    tells of is compared with it, and so is the file that a new spare copy is of.
    """
    kept = KeptFiles(files.inside(journals.home, FOLDER), journals.key)
    before = _kept(kept)
    now = _seen(journals, before)
    is_known = now.names == before.names
    amiss = [] if is_known else list(_list_gaps(journals, listed=listed))
    strange = [] if is_known else list(strange_files(journals))
    has_new_copies = now.copies != before.copies
    if not amiss:
        amiss += _misremembered(journals, before.memory, now.memory)
        amiss += _less_than_copies(journals, _kept_copies(kept)) if has_new_copies else ()
    alone = list(_only_in_spare_copies(journals)) if has_new_copies or not is_known else []
    yield from amiss
    yield from _put_back(journals, installation)
    yield from alone
    yield from strange
    if now != before and not (amiss or alone or strange) and journals.inventory.is_sound:
        with suppress(Refused, DiskFailure, Locked), journals.lock.held(patience=0):
            files.make_private(kept.folder)
            kept.save(NAME, encode(now))
            if has_new_copies:
                kept.save(_COPIES, _copies(journals))


class _Seen(ListedValue):
    """Hashes over list and names of files, and over the names of copies; the stamps of the files of the memory."""

    names: bytes
    memory: Mapping[str, Stamp]
    copies: bytes


def _seen(journals: Journals, before: _Seen) -> _Seen:
    """What there is now; a command that wrote leaves spare copies to the next one that only reads."""
    memory = journals.revisions.stamps()
    names = encode((journals.inventory.blob, journals.listed(), list(memory)))
    copies = before.copies if journals.revisions.have_been_written else _hash(_copies(journals))
    return _Seen(_hash(names), memory, copies)


def _hash(content: bytes) -> bytes:
    return generichash_blake2b_salt_personal(content, digest_size=16)


def _copies(journals: Journals) -> bytes:
    return "\n".join(journals.spares.names()).encode()


def _kept(kept: KeptFiles) -> _Seen:
    try:
        return decode(kept.read(NAME)[0], type=_Seen)
    except (FileNotFoundError, Damaged, DiskFailure, MsgspecError):
        return _Seen(b"", {}, b"")


def _kept_copies(kept: KeptFiles) -> set[str]:
    """The names that the spare copies had when nothing was amiss."""
    with suppress(FileNotFoundError, Damaged, DiskFailure):
        return {*kept.read(_COPIES)[0].decode().split("\n")}
    return set()


def _misremembered(journals: Journals, then: Mapping[str, Stamp], now: Mapping[str, Stamp]) -> Iterator[FollowupError]:
    """What the files of the memory that changed say that the casebook's files do not hold; or that one cannot be read.

    What this command wrote is not compared, and what it opened, in the state that is remembered, not opened again.
    """
    for bucket, stamp in now.items():
        if stamp == (before := then.get(bucket)) or journals.revisions.only_went_on(bucket, before, stamp):
            continue
        try:
            seen = journals.revisions.opened(bucket)
        except (FileNotFoundError, Damaged, DiskFailure, MsgspecError):
            yield _forgotten()
            return
        for file, (_, seal, *_) in seen.items():
            if journals.seals.get(file) != seal and (problem := journals.problem(file, seen)):
                yield named(problem, journals.inventory.code(case_of(file)))


def _less_than_copies(journals: Journals, before: Set[str]) -> Iterator[FollowupError]:
    """What new spare copies say of their files: an older casebook, put over this one, may have brought older ones.

    What this command opened and found to be sound is not opened again.
    """
    for file in sorted(files_of_copies(set(journals.spares.names()) - before) - journals.seals.keys()):
        if problem := journals.problem(file):
            yield named(problem, journals.inventory.code(case_of(file)))


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
        yield _forgotten()


def _forgotten() -> Damaged:
    return Damaged(
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
        records = next(journals.spare_records(file), [])
        yield named(revisions.missing(file), code_in(records))


def strange_files(journals: Journals) -> Iterator[FollowupError]:
    """Files that look like a journal's but are named otherwise, as a synchroniser's conflict copies are."""
    for name in other_names(journals.listed()):
        if name.endswith(".case") and not name.startswith("."):
            yield Damaged(
                say("{file} has a name that followup did not give; what is in it is not read.", file=name),
                say("It may be a copy made by a synchroniser. Take over what is in it: followup merge"),
            )

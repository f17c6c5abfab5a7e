"""What people and programs are told of copies that were brought together."""

from collections.abc import Iterable, Mapping

from followup.messages import say
from followup.vault.copies import MergedCopies
from followup_cli.terminal.json import JsonValue
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import Cell, Column, Table


def merged_page(
    merged: MergedCopies, codes: Mapping[str, str], apart: Mapping[str, list[str]], *, dry_run: bool
) -> Page:
    """How many entries came, of whom, and which graduates had one code."""
    page = Page().line(_summary(merged, dry_run=dry_run))
    if merged.added:
        page.line().table(_added_table(merged, codes)).line()
    for code, new in apart.items():
        page.text(_apart_sentence(code, new, dry_run=dry_run), "")
    for journal, count in merged.differing.items():
        page.text(
            say(
                "{whose}: entries that the other copy words otherwise: {n}. Those here stay.",
                whose=codes.get(journal, journal),
                n=count,
            ),
            "",
        )
    _add_erased(page, merged, codes, dry_run=dry_run)
    return page


def _add_erased(page: Page, merged: MergedCopies, codes: Mapping[str, str], *, dry_run: bool) -> None:
    """Whose identity was erased in one of the two: it is then erased in both."""
    if merged.erased:
        named = _codes(merged.erased, codes)
        if dry_run:
            page.text(say("{codes}: who this is was erased in the other copy, and would be erased here.", codes=named))
        else:
            page.text(say("{codes}: who this is was erased in the other copy, and is erased here now.", codes=named))
    if merged.withheld:
        named = _codes(merged.withheld, codes)
        page.text(say("{codes}: the other copy tells what was erased here. It stays erased.", codes=named))


def _codes(journals: Iterable[str], codes: Mapping[str, str]) -> str:
    return ", ".join(sorted(codes.get(one) or one for one in journals))


def _summary(merged: MergedCopies, *, dry_run: bool) -> str:
    entries = sum(merged.added.values())
    if not entries:
        return _nothing_added(merged)
    if dry_run:
        what = say("Entries that would be added: {m}. Nothing was written.", m=entries)
    else:
        what = say("Entries added: {m}. Nothing was taken away.", m=entries)
    return f"{_files_read(merged)} {what}"


def _nothing_added(merged: MergedCopies) -> str:
    if merged.read == merged.files and merged.withheld:
        what = say("There is nothing new in them.")
    elif merged.read == merged.files:
        what = say("Everything in them is in this casebook already.")
    elif merged.read:
        what = say("Everything in those is in this casebook already; what is in the others is not known.")
    else:
        what = say("None of them could be opened, so what is in them is not known. Nothing was added.")
    return f"{_files_read(merged)} {what}"


def _files_read(merged: MergedCopies) -> str:
    if merged.read == merged.files:
        return say("Files read: {n}.", n=merged.files)
    return say("Files read: {n} of {all}.", n=merged.read, all=merged.files)


def _added_table(merged: MergedCopies, codes: Mapping[str, str]) -> Table:
    rows = sorted((codes.get(journal) or journal, journal, count) for journal, count in merged.added.items())
    new = say("was not here before")
    return Table(
        (Column(say("Code")), Column(say("Entries"), "right"), Column("")),
        [
            (Cell(code, "strong"), str(count), new if journal in merged.new_cases else "")
            for code, journal, count in rows
        ],
    )


def _apart_sentence(code: str, new: list[str], *, dry_run: bool) -> str:
    fields = {"code": code, "codes": say(" and ").join(new), "one": new[0], "other": new[1]}
    if dry_run:
        return say("The code {code} was given to two graduates. They would get the codes {codes}.", **fields)
    return say(
        "The code {code} was given to two graduates: they are {codes} from now on. Look at both: "
        "followup graduate show {one}. If they are the same person: followup graduate merge {one} {other}. "
        "On paper with {code} on it, write which of them is meant.",
        **fields,
    )


def merged_data(
    merged: MergedCopies, codes: Mapping[str, str], apart: Mapping[str, list[str]], *, dry_run: bool
) -> dict[str, JsonValue]:
    """The same as the page, by code."""
    return {
        "dry_run": dry_run,
        "files": merged.files,
        "read": merged.read,
        "added": [
            {"code": codes.get(journal) or journal, "entries": count, "new": journal in merged.new_cases}
            for journal, count in sorted(merged.added.items())
        ],
        "told_apart": [{"code": code, "codes": list(new)} for code, new in apart.items()],
        "differing": [{"code": codes.get(one) or one, "entries": count} for one, count in merged.differing.items()],
        "erased": sorted(codes.get(one) or one for one in merged.erased),
        "stays_erased": sorted(codes.get(one) or one for one in merged.withheld),
        "unread": [name for name, _ in merged.unread],
    }

"""Consent for people: how it stands with her, everybody in a list, and what follows from her word."""

from collections.abc import Sequence
from datetime import date

from followup.case import consents
from followup.case.case import Case
from followup.case.consent_words import ConsentState, Purpose
from followup.case.fields import Mask, revealed
from followup.messages import say, say_count
from followup.services.consents import ConsentResult, ConsentRow
from followup_cli.terminal.columns import ColumnOf, table_of
from followup_cli.terminal.days import long_day, short_day
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import Cell, Column, Table, TableRow

_STATES = {
    ConsentState.NOT_ASKED: (say("not asked"), "quiet"),
    ConsentState.GIVEN: (say("yes"), "good"),
    ConsentState.REFUSED: (say("no"), "bad"),
    ConsentState.WITHDRAWN: (say("no, taken back"), "bad"),
}


def state_words(state: ConsentState) -> str:
    """How it stands, as people say it: *not asked* is neither a yes nor a no."""
    return _STATES[state][0]


def case_consents_page(case: Case, mask: Mask, *, names: bool) -> Page:
    """What everybody is asked about, and what else she was; then words, guardian, and what was decided without her."""
    who = f" ({revealed(case.identity.name)})" if names and case.identity.name else ""
    page = Page().line(say("What {code} agreed to", code=f"{case.code}{who}"), "head").line()
    page.table(_purposes_table(case, mask))
    _add_words(page, case, mask)
    _add_guardian(page, case, names=names)
    _add_overrides(page, case, mask)
    return page.line().text(_what_next(case), "quiet")


def _shown_purposes(case: Case) -> tuple[Purpose, ...]:
    decided = {one.said.purpose for one in case.consent_overrides}
    return tuple(one for one in Purpose if one in consents.ASKED_OF_ALL or one in case.consents or one in decided)


def _purposes_table(case: Case, mask: Mask) -> Table:
    columns = (
        Column(say("What")),
        Column(say("Her word")),
        Column(say("Since")),
        Column(say("Explained by"), drop=1),
        Column(say("Ask again")),
    )
    return Table(columns, [_purpose_row(case, one, mask) for one in _shown_purposes(case)])


def _purpose_row(case: Case, purpose: Purpose, mask: Mask) -> TableRow:
    state, said = consents.state(case, purpose), case.consents.get(purpose)
    word = Cell(*_STATES[state])
    if said is None:
        return [purpose.label, word, "", "", ""]
    again = _again_cell(said.ask_again, case.as_of, due=purpose in consents.to_ask_again(case))
    return [purpose.label, word, short_day(said.on, case.as_of), mask(said.explained_by), again]


def _add_words(page: Page, case: Case, mask: Mask) -> None:
    """In what words it was explained, each once, and why she took something back."""
    words = dict.fromkeys(one.words for one in case.consents.values() if one.words)
    reasons = dict.fromkeys(one.reason for one in case.consents.values() if one.reason)
    if words or reasons:
        page.line()
    for text in words:
        page.pair(say("Explained"), " ".join(mask(text).split()))
    for text in reasons:
        page.pair(say("Her reason"), " ".join(mask(text).split()))


def _add_guardian(page: Page, case: Case, *, names: bool) -> None:
    said = dict.fromkeys(one.guardian for one in case.consents.values() if one.guardian)
    if names and case.identity.guardian:
        page.pair(say("Guardian"), revealed(case.identity.guardian))
    for one in said:
        page.pair(say("Guardian"), one.label)
    if consents.is_minor(case, case.as_of) is None:
        page.pair(say("Age"), say("her birth year is not written down"), "quiet")


def _add_overrides(page: Page, case: Case, mask: Mask) -> None:
    for purpose in Purpose:
        if decided := consents.override(case, purpose):
            sentence = say(
                "until {day}: {what} ({who}). {why}",
                day=long_day(decided.said.until),
                what=purpose.label,
                who=mask(decided.said.decided_by),
                why=" ".join(mask(decided.said.reason).split()),
            )
            page.pair(say("Without her yes"), sentence, "watch")


def _what_next(case: Case) -> str:
    if consents.to_ask_again(case):
        return say("Ask her again: followup consent ask {code}", code=case.code)
    n = len(consents.not_asked(case))
    if n:
        return say_count(
            n,
            "1 thing was not asked yet: followup consent ask {code}",
            "{n} things were not asked yet: followup consent ask {code}",
            code=case.code,
        )
    return say("She may say no at any time: followup consent withdraw {code}", code=case.code)


# --- everybody ------------------------------------------------------------------------------------------------------


def consent_list_page(rows: Sequence[ConsentRow], today: date, *, names: bool) -> Page:
    """Everybody in follow-up: how many things were not asked, what she said no to, and when to ask again."""
    columns: list[ColumnOf[ConsentRow]] = [
        ColumnOf(say("Code"), lambda row: Cell(row.case.code, "strong")),
        ColumnOf(say("Not asked"), _not_asked_words),
        ColumnOf(say("Said no to"), lambda row: ", ".join(one.label for one in row.refused), fold=True),
        ColumnOf(say("Ask again"), lambda row: _again_cell(row.ask_again_on, today, due=bool(row.to_ask_again))),
        ColumnOf(say("Worker"), lambda row: row.case.worker, drop=1),
    ]
    if names:
        columns.append(ColumnOf(say("Name"), lambda row: revealed(row.case.identity.name), fold=True))
    page = Page().line(say("Consent"), "head").line(_summary(rows), "quiet").line()
    return page.table(table_of(rows, columns, empty=say("Nobody.")))


def _again_cell(day: date | None, today: date, *, due: bool) -> Cell:
    return Cell(say("now") if due else short_day(day, today) if day else "", "watch" if due else "")


def _summary(rows: Sequence[ConsentRow]) -> str:
    missing, due = sum(bool(row.not_asked) for row in rows), sum(bool(row.to_ask_again) for row in rows)
    return say(
        "{n} in this list; not asked about everything: {missing}; to ask again now: {due}",
        n=len(rows),
        missing=missing,
        due=due,
    )


def _not_asked_words(row: ConsentRow) -> str:
    every = len(consents.ASKED_OF_ALL)
    if len(row.not_asked) == every:
        return say("everything")
    return say("{n} of {all}", n=len(row.not_asked), all=every) if row.not_asked else ""


# --- what was written down ------------------------------------------------------------------------------------------


def consent_consequences(result: ConsentResult) -> Page:
    """What follows from her word, before it is written down."""
    page = Page().pair(result.case.code, result.said.sentence(), label_style="strong")
    for sentence in result.effects:
        page.pair("", sentence, "watch")
    return page


def consent_result(result: ConsentResult, *, dry_run: bool, shown: bool = False) -> Page:
    """Her word as it was written down, and what follows where that was not ``shown`` before."""
    if shown:
        return Page().pair(result.case.code, say("Written down."), "good", label_style="strong")
    words = say("Nothing was written.") if dry_run else say("Written down.")
    return consent_consequences(result).pair("", words, "quiet")

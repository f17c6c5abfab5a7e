"""Provinces, districts, trades and training modules: known words are offered, near ones asked about, new ones taken."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from followup.case.facts.support import FUND_LIMIT
from followup.case.text_limits import checked_line
from followup.errors import Invalid
from followup.messages import say
from followup.services.words_in_use import DISTRICT, FUND, MODULES, PROVINCE, DoubtfulWord, WordsInUse
from followup.services.workers import checked_owner, known_workers, nearly_worker
from followup.values import replace
from followup_cli.terminal import person
from followup_cli.terminal.asking import Question, agreed, answer, ask_person, which_word
from followup_cli.terminal.notes import print_note
from followup_cli.terminal.typed import naming_option

if TYPE_CHECKING:
    from followup.casebook import Casebook


def word_shape(words: WordsInUse, key: str, province: str = "") -> dict[str, Any]:
    """What a `Question` about a word under ``key`` needs beside its text; a district is one of its ``province``."""
    known = words.of(key, words.of(PROVINCE).spelled(province))

    def new(typed: str) -> str:
        others = words.provinces_of(typed) if key == DISTRICT and province else ()
        return _somewhere_else(others) if others else say("Not in the list. Write it down as it is?")

    spellings = {"otherwise": known.otherwise, "spelled": known.spelled}
    return {"words": known.words, **spellings, "several": key == MODULES, "new": new}


def _somewhere_else(provinces: tuple[str, ...]) -> str:
    where = say(" and ").join(provinces)
    return say("That district is in {provinces}. Write it down all the same?", provinces=where)


def answered_owner(book: "Casebook", question: Question, *, as_written: bool) -> str:
    """Who looks after something: a worker as on the list, or somebody from outside; near ones are asked about."""
    if not person.on_terminal():
        with naming_option(question.option):
            return checked_owner(book, answer(question), as_written=as_written)
    near = "" if as_written else nearly_worker(book, question.given)
    if near and which_word((near,)):
        return near
    if question.given:
        return checked_owner(book, question.given, as_written=bool(near) or as_written)
    return ask_person(replace(question, **owner_shape(book)))


def given_owner(book: "Casebook", option: str, given: str, *, as_written: bool) -> str:
    """The same as an option says it; empty where none does."""
    return answered_owner(book, Question(option, "", given), as_written=as_written) if given else ""


def owner_shape(book: "Casebook") -> dict[str, Any]:
    """What a `Question` about who looks after something needs beside its text; nothing where nobody is named yet."""
    staff = book.office.staff
    if not (staff.on_list or staff.left):
        return {}
    from_outside = say("Not on the list of workers. Is it somebody from outside?")
    return {"words": known_workers(book), "new": lambda _: from_outside}


def answered_fund(book: "Casebook", given: str, *, as_written: bool, asked: bool) -> str:
    """Out of which fund something was given: as it is spelled already, or a new one; near ones are asked about.

    Where it was not said, a person is ``asked``, or it is not known.
    """
    known = WordsInUse(book).of(FUND)
    if asked and not given.strip():
        new: dict[str, Any] = (
            {"words": known.words, "new": lambda _: say("A new fund. Write it down as it is?")} if known.words else {}
        )
        return ask_person(Question("--fund", say("Out of which fund; Enter if nobody knows"), **new))
    typed = checked_line(given.strip(), "--fund", limit=FUND_LIMIT)
    spelled = known.spelled(typed)
    if spelled or as_written or not (near := known.near(typed)):
        return spelled or typed
    if person.on_terminal():
        return which_word(near) or typed
    doubt = DoubtfulWord(FUND, typed, near)
    raise Invalid(f"--fund: {doubt.sentence}", doubt.advice)


class WordSettler:
    """Settles the doubtful words of graduates as options and files say them, asking a person once about each.

    Where nobody can be asked, a doubtful word is Invalid; with ``as_written`` none is doubted.
    """

    def __init__(self, book: "Casebook", *, as_written: bool) -> None:
        self._words = None if as_written else WordsInUse(book)
        self._settled: dict[DoubtfulWord, str] = {}

    def settle(self, form: Mapping[str, Any], row: int = 0) -> dict[str, Any]:
        """The form with its words as they are known, or as the person says; ``row`` is its place in a file."""
        form = dict(form)
        if self._words is None:
            return form
        while doubt := next(filter(self._is_open, self._words.doubts(form)), None):
            self._settled[doubt] = self._settled.get(doubt) or _chosen(doubt, row)
            _put(form, doubt, self._settled[doubt])
        spelled = self._words.spelled(form)
        return form | {key: list(word) if key == MODULES else word for key, word in spelled.items()}

    def _is_open(self, doubt: DoubtfulWord) -> bool:
        return self._settled.get(doubt) != doubt.typed


def _chosen(doubt: DoubtfulWord, row: int) -> str:
    if not person.on_terminal():
        raise Invalid(f"--{doubt.key}: {doubt.sentence}", doubt.advice)
    where = say("Row {n}, {key}:", n=row, key=say(doubt.key)) if row else f"{say(doubt.key).capitalize()}:"
    print_note(f"{where} {doubt.sentence}")
    if not doubt.provinces:
        return which_word(doubt.near) or doubt.typed
    if not agreed(say("Write it down all the same?"), default=False):
        raise Invalid(f"--{doubt.key}: {doubt.sentence}", doubt.advice)
    return doubt.typed


def _put(form: dict[str, Any], doubt: DoubtfulWord, chosen: str) -> None:
    written = form[doubt.key]
    if isinstance(written, str):
        form[doubt.key] = chosen
    else:
        form[doubt.key] = [chosen if isinstance(one, str) and one.strip() == doubt.typed else one for one in written]

"""A form that is asked question by question, each answer kept sealed before the next is asked.

The form itself is plain code that calls `Form.ask` for whatever it needs to know. That code is run again, from its
beginning, after a step back, after a part was chosen in the summary, and when an interrupted form is taken up again:
what is answered is not asked twice. So nothing typed is lost, and any answer can be reached.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import count
from typing import TypeVar

from followup.case.fields import Mask
from followup.casebook import Casebook
from followup.errors import Damaged, FollowupError
from followup.messages import say
from followup.values import replace
from followup_cli.terminal.asking import BACK, TAKEN_AWAY, Question, StepBack, agreed, ask_parsed, checked, step_back
from followup_cli.terminal.dotted_keys import NO, YES, first_of
from followup_cli.terminal.form_summary import Answered, ask_part, confirmed, print_summary, stop
from followup_cli.terminal.notes import print_note

Filled = TypeVar("Filled")
FORMAT_VERSION = 1


class Form:
    """What is asked about one thing, and what was answered so far.

    ``title`` says what it is, ``command`` how to go on with it, ``about`` whom it is about. ``standing`` is what is
    written down already, by key: the form then begins at its summary. Of ``hidden`` keys it is not shown. Answers that
    were typed another time are shown through ``mask``; those typed now as they are, to the one who types them. Where
    there is no casebook yet, nothing is kept.
    """

    def __init__(
        self,
        book: Casebook | None,
        name: str,
        *,
        title: str,
        command: str,
        about: str = "",
        standing: Mapping[str, str] | None = None,
        hidden: frozenset[str] = frozenset(),
        mask: Mask = str,
    ) -> None:
        self._store = book.store if book else None
        self._name = name
        self._title, self._command, self._about = title, command, about
        self._kept: dict[str, str] = {}
        self._opened: dict[str, str] = {}
        self._stands = dict(standing or {})
        self._written = dict(standing) if standing is not None else None
        self._hidden = hidden
        self._mask = mask
        self._typed_now: set[str] = set()
        self._is_begun = False
        self._again: set[str] = set()
        self._summary_before: dict[str, str] | None = None
        self._trail: list[Answered] = []
        self._headings: list[tuple[str, str]] = []
        self._headings_used = False

    # --- what was left of it ---

    def take_up(self) -> None:
        """Offer to go on with what is left of an interrupted form; a *no* throws it away only once it is said again."""
        self._kept = self.left
        self._is_begun = bool(self._kept)
        if not self._kept:
            return
        print_note(say("{title} was begun and not finished. Answers kept: {n}.", title=self._title, n=len(self)))
        if agreed(say("Go on where it stopped?")):
            return
        if agreed(say("Throw what was answered away and begin again?"), default=False):
            self.drop()

    @cached_property
    def left(self) -> dict[str, str]:
        """The answers of an interrupted form; one that cannot be read is told of, and begun anew."""
        try:
            draft = self._store.draft(self._name) if self._store else None
        except Damaged as error:
            print_note(error.what)
            return {}
        if not isinstance(draft, dict) or draft.get("version") != FORMAT_VERSION:
            return {}
        return dict(draft["answers"])

    def __len__(self) -> int:
        return len(self._opened | self._kept)

    def drop(self) -> None:
        """The form is finished, or not wanted: nothing of it is kept."""
        self._kept = self.left = {}
        self._opened = {}
        self._is_begun = False
        if self._store:
            self._store.drop_draft(self._name)

    def note(self, key: str, value: str) -> None:
        """Keep something that was not asked, whether or not anything was answered."""
        self._kept[key] = value
        self._is_begun = True
        answers = self._opened | self._kept  # what is being answered anew is not lost before it is
        draft = {"version": FORMAT_VERSION, "title": self._title, "command": self._command, "answers": answers}
        if self._store:
            self._store.keep_draft(self._name, draft)

    def get(self, key: str) -> str:
        """What is answered under a key so far, or written down, or nothing."""
        return self._kept.get(key) or self._stands.get(key, "")

    def answered_under(self, part: str) -> tuple[str, ...]:
        """The answers so far of a key, and of those below it."""
        return tuple(said for key, said in self._kept.items() if f"{key}.".startswith(f"{part}."))

    def keep(self, key: str, answer: str) -> None:
        """Take an answer given beside its question; what options say is no draft before a question was answered."""
        self._again.discard(key)
        if answer != self._stands.get(key):
            self._typed_now.add(key)
        self._kept[key] = answer
        self._opened.pop(key, None)
        if self._is_begun:
            self.note(key, answer)

    def begin_from(self, standing: Mapping[str, str]) -> None:
        """Go on from what is written down already: what was not answered yet is as it is there, and not asked."""
        if self._written is None:
            self._written = dict(standing)
            self._stands = dict(standing) | self._stands

    # --- what is asked ---

    def tell(self, text: str, under: str = "") -> None:
        """Say something before the next question that is really asked ``under`` a key, or else in the same part.

        What only kept answers follow is not said.
        """
        if self._headings_used:
            self._headings, self._headings_used = [], False
        self._headings.append((text, under))

    def ask(
        self, key: str, question: Question, read: Callable[[str], str] = str, show: Callable[[str], str] = str
    ) -> str:
        """The answer under ``key``: kept, or the person's as ``read`` makes it (days are written out).

        ``read`` gets no empty answer. A single hyphen is none, and takes away what stands. The summary has the answer
        as ``show`` makes it.
        """
        answer = self._answered(key, question, read, show, keep_dash=False)
        self._note_answer(key, question.label, question.text, answer, show(answer) if answer else "")
        return answer

    def offer(
        self, key: str, question: Question, read: Callable[[str], str] = str, show: Callable[[str], str] = str
    ) -> str:
        """As `ask`, but its default is the answer until the person chooses it in the summary."""
        if key not in self._again:
            self._stands.setdefault(key, question.default)
        answer = self.ask(key, question, read, show)
        if answer and key not in {**self._kept, **(self._written or {})}:
            last = self._trail[-1]
            self._trail[-1] = last._replace(shown=say("{answer} (not asked)", answer=last.shown))
        return answer

    def ask_yes_no(self, key: str, text: str, *, default: bool | None = None, label: str | None = None) -> bool:
        """Yes or no, kept like every answer; without a default it is asked until it is answered."""
        answer = self._known(key, needed=default is None)
        if answer is None:
            self._print_headings(key)
            stands = self._stands.get(key)
            says = agreed(text, default=stands == YES if stands else default, watch=step_back)
            answer = YES if says else NO
            self._is_begun = True
            self.keep(key, answer)
        self._note_answer(key, label, text, answer, say("yes") if answer == YES else say("no"))
        return answer == YES

    def rows(
        self,
        key: str,
        field: str,
        first: Question,
        more: Question | None = None,
        *,
        split: Callable[[str], Mapping[str, str]] | None = None,
        show: Callable[[str], str] = str,
    ) -> Iterator[tuple[str, str]]:
        """The key of each row and its ``field``, asked first; Enter ends the list, a hyphen leaves a row out.

        What was typed may say other fields of the row too: ``split`` makes its fields of it.
        """
        for number in count():
            row, others = f"{key}.{number}", dict[str, str]()
            question = more if number and more else first
            read = first_of(field, split, others) if split else str
            answer = self._answered(f"{row}.{field}", question, read, show, keep_dash=True)
            for other, said in others.items():
                self.keep(f"{row}.{other}", said)
            taken = answer == TAKEN_AWAY
            shown = show(answer) if answer and not taken else ""
            self._note_answer(f"{row}.{field}", question.label, question.text, answer, shown)
            if not answer:
                return
            if not taken:
                yield row, answer

    def _answered(
        self,
        key: str,
        question: Question,
        read: Callable[[str], str],
        show: Callable[[str], str] = str,
        *,
        keep_dash: bool,
    ) -> str:
        answer = self._known(key, needed=question.needed)
        if answer is None:
            answer = self._ask(key, question, read, show, keep_dash=keep_dash)
            self._is_begun = True
            self.keep(key, answer)
        return answer

    def _ask(
        self,
        key: str,
        question: Question,
        read: Callable[[str], str],
        show: Callable[[str], str],
        *,
        keep_dash: bool,
    ) -> str:
        self._print_headings(key)
        stands = self._stands.get(key, "")
        stands = "" if stands == TAKEN_AWAY else stands
        hidden = bool(stands) and self._is_hidden(key, stands)
        shown, usual = (show(text) if text else "" for text in (stands, question.default))
        check = checked(question)

        also = (*question.also, say(BACK), *filter(None, (shown, usual)))
        again = replace(question, also=also, default=usual).standing(shown, hidden=hidden)

        def parse(typed: str) -> str:
            step_back(typed)
            if typed == TAKEN_AWAY and not question.needed:
                return TAKEN_AWAY if keep_dash else ""
            if shown and typed in ("" if hidden else shown, shown):
                return stands
            meant = question.default if typed == usual else typed
            return read(check(meant)) if meant else ""

        return ask_parsed(again, parse)

    def _is_hidden(self, key: str, answer: str) -> bool:
        """Whether an answer is not to be shown: it is sealed, or names somebody, and was not typed just now."""
        return key not in self._typed_now and (key in self._hidden or self._mask(answer) != answer)

    def _known(self, key: str, *, needed: bool) -> str | None:
        """What is answered already; None where it is to be asked."""
        if key in self._kept and (self._kept[key] or not needed):
            return self._kept[key]
        if key in self._again:
            return None
        if self._written is not None and self._summary_before is None and not needed:
            self._stands.setdefault(key, "")
        return self._stands.get(key)

    def _print_headings(self, key: str) -> None:
        for text, under in self._headings:
            if key.startswith(under):
                print_note(text)
        self._headings, self._headings_used = [], False

    def _note_answer(self, key: str, label: str | None, text: str, answer: str, shown: str) -> None:
        self._headings_used = True
        part = key.partition(".")[0]
        self._headings = [(told, under or part) for told, under in self._headings]
        before = (self._written or {}).get(key, "")
        changed = self._written is not None and key in self._kept and answer != before
        if changed and answer in ("", TAKEN_AWAY):
            shown = say("taken away")
        elif answer and key in self._hidden and key not in self._typed_now:
            shown = say("written down")
        elif key not in self._typed_now:
            shown = self._mask(shown)
        asked = text.strip()
        self._trail.append(Answered(key, asked if label is None else label, asked, shown, changed=changed))

    # --- filling it ---

    @property
    def is_edit(self) -> bool:
        """Whether something is written down already that is to be put right."""
        return self._written is not None

    @property
    def changed(self) -> bool:
        """Whether anything is other than what stands."""
        return any(answer.changed for answer in self._trail)

    @property
    def leaves_all(self) -> bool:
        """Whether it puts right what is written down, and everything is as it was."""
        return self._written is not None and not self.changed

    def fill(
        self,
        ask: Callable[["Form"], Filled],
        *,
        check: Callable[[Filled], object] = lambda _: None,
        grave: Callable[[Filled], str] = lambda _: "",
        dry_run: bool = False,
    ) -> Filled:
        """What ``ask`` makes of the answers, once the person has said yes to their summary.

        ``check`` raises a FollowupError for what cannot be written down. ``grave`` shows what is to be known before,
        and gives a question to be asked instead of the usual one, to which Enter is no; empty for the usual one.
        Whoever stops is told how to go on.
        """
        try:
            while True:
                filled = self._run(ask)
                try:
                    key = self._to_answer_again(filled, check, grave, dry_run=dry_run)
                except StepBack:
                    key = self._trail[-1].key if self._trail else ""
                if key is None:
                    return filled
                self._open(key)
        except (KeyboardInterrupt, EOFError):
            print_note()
            if self._is_begun and self._store:
                print_note(say("Answers kept: {n}. Go on with: {command}", n=len(self), command=self._command))
            raise

    def _run(self, ask: Callable[["Form"], Filled]) -> Filled:
        while True:
            self._trail, self._headings, self._headings_used = [], [], False
            try:
                return ask(self)
            except StepBack:
                self._step_back()

    def _to_answer_again(
        self, filled: Filled, check: Callable[[Filled], object], grave: Callable[[Filled], str], *, dry_run: bool
    ) -> str | None:
        """The key of what the person wants to answer again once the summary is shown; None where all is right."""
        self._summary_before, self._opened = dict(self._kept), {}
        print_summary(self._about, self._trail)
        try:
            check(filled)
        except FollowupError as error:
            print_note(f"{error.what} {error.hint}".strip())
            return ask_part(self._trail, say("Enter: stop, everything is kept")) or stop()
        if self.leaves_all:
            return ask_part(self._trail, say("Enter: nothing more")) or None
        return None if dry_run else confirmed(self._trail, grave(filled))

    def begin_with(self, keys: Iterable[str]) -> None:
        """Have these answers asked first, though something is written down."""
        self._again |= set(keys)

    def _open(self, key: str) -> None:
        """Have the answer of this key, and those below it, asked again, with what was answered as what stands."""
        for answer in self._trail:
            if answer.key == key or answer.key.startswith(f"{key}."):
                self._open_one(answer.key)

    def _open_one(self, key: str) -> None:
        if key in self._kept:
            self._stands[key] = self._opened[key] = self._kept.pop(key)
        self._stands.setdefault(key, "")
        self._again.add(key)

    def _step_back(self) -> None:
        """Ask the question before again; from the first one after a summary, back to the summary."""
        before = self._summary_before
        typed = [answer.key for answer in self._trail if answer.key in self._kept]
        fresh = [key for key in typed if before is None or before.get(key) != self._kept[key]]
        if fresh:
            self._open_one(fresh[-1])
        elif before is not None:
            self._kept, self._opened, self._again = dict(before), {}, set()
        else:
            print_note(say("This is the first question."))

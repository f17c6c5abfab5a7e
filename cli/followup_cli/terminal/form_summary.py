"""The summary of a form: what was answered, part by part, and the way back to any of it by number or name."""

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import NamedTuple

from followup.case.known_words import did_you_mean, folded_word, matching_words, near_words
from followup.errors import Invalid
from followup.messages import say
from followup_cli.terminal.asking import BACK, Question, agrees, ask_parsed, step_back
from followup_cli.terminal.notes import print_beside, print_note


class Answered(NamedTuple):
    """One answer as it is shown; its part is what its key begins with. ``changed``: it is other than what stands.

    ``text`` is its question, ``label`` that in short: nothing where the answer says enough.
    """

    key: str
    label: str
    text: str
    shown: str
    changed: bool = False

    @property
    def part(self) -> str:
        """The part of the form that it belongs to, as a person may name it."""
        return self.key.partition(".")[0]

    @property
    def wording(self) -> str:
        """What a person may call it: in short, or its question."""
        return self.label or self.text

    @property
    def row(self) -> str:
        """What it belongs to within its part: one flag, one promise, one price."""
        return ".".join(self.key.split(".")[:2])


class Part(NamedTuple):
    """The answers of one part, in the order in which they were asked."""

    name: str
    answers: tuple[Answered, ...]

    @property
    def title(self) -> str:
        """What it is called: by its only question, or by its name."""
        if len(self.answers) == 1 and self.answers[0].key == self.name and self.answers[0].label:
            return self.answers[0].label
        return say(self.name.replace("_", " ")).capitalize()

    @property
    def text(self) -> str:
        """What was answered, on one line; nothing where nothing was."""
        alone = len(self.answers) == 1 and self.answers[0].key == self.name
        rows = [tuple(row) for _, row in groupby(self.answers, key=lambda answer: answer.row)]
        return "; ".join(filter(None, (_row_text(row, labelled=not alone) for row in rows)))


def _row_text(row: Sequence[Answered], *, labelled: bool) -> str:
    return ", ".join(_answer_text(answer, labelled=labelled) for answer in row if answer.shown)


def _answer_text(answer: Answered, *, labelled: bool) -> str:
    text = say("{text} (changed)", text=answer.shown) if answer.changed else answer.shown
    return f"{answer.label}: {text}" if labelled and answer.label else text


def parts_of(trail: Sequence[Answered]) -> list[Part]:
    """The answers by the parts they belong to, in the order of the form."""
    names = dict.fromkeys(answer.part for answer in trail)
    return [Part(name, tuple(answer for answer in trail if answer.part == name)) for name in names]


def print_summary(about: str, trail: Sequence[Answered]) -> None:
    """Show what was answered, a numbered part a line, and in one line what was skipped."""
    print_note()
    if about:
        print_note(about)
    numbered = list(enumerate(parts_of(trail), 1))
    answered = [(number, part) for number, part in numbered if part.text]
    width = max((len(part.title) for _, part in answered), default=0)
    for number, part in answered:
        print_beside(f"{number:>3} {part.title:<{width}}  ", part.text)
    if skipped := ", ".join(f"{number} {part.title}" for number, part in numbered if not part.text):
        print_note(say("Not answered: {parts}", parts=skipped))


def confirmed(trail: Sequence[Answered], grave: str = "") -> str | None:
    """None once the person says yes to what is shown; else the key of what is to be answered again.

    Enter alone writes nothing: to a ``grave`` question it is no, any other is asked again.
    """
    hint = say("yes, no, or the number or name to change")
    read = _part_reader(trail)

    def parse(typed: str) -> str | None:
        step_back(typed)
        if not (typed or grave):
            raise Invalid(say("Type yes to write it down, or no."))
        says = agrees(typed) if typed else False
        return None if says else "" if says is False else read(typed)

    part = ask_parsed(_about_parts(grave or say("Write this down?"), hint), parse)
    if part == "":
        return ask_part(trail, say("Enter: stop, everything is kept")) or stop()
    return _within(trail, part) if part else None


def _about_parts(text: str, hint: str) -> Question:
    """A question that the number or the name of a part answers, and the way back."""
    told = say(
        "To change an answer, type the number before it, or its name. "
        "back: the question before. Ctrl-C stops; the answers are kept."
    )
    return Question("", text, hint=hint, also=(say(BACK),), help=told)


def stop() -> str:
    """Leave the form; what was answered is kept."""
    raise KeyboardInterrupt


def ask_part(trail: Sequence[Answered], at_enter: str) -> str:
    """The key of the part, or of the one answer of it, that is to be answered again; nothing for Enter."""
    read = _part_reader(trail)

    def parse(typed: str) -> str:
        step_back(typed)
        return read(typed) if typed else ""

    text = say("Which part to answer again")
    part = ask_parsed(_about_parts(text, say("number or name; {enter}", enter=at_enter)), parse)
    return _within(trail, part) if part else ""


def _within(trail: Sequence[Answered], name: str) -> str:
    """The key of one answer of a part that has several, or of the whole part; an answer was named already."""
    answers = next((part.answers for part in parts_of(trail) if part.name == name), ())
    if len(answers) < 2:
        return name
    for number, answer in enumerate(answers, 1):
        print_note(f"{number:>3} {answer.wording}: {answer.shown or '–'}")

    def parse(typed: str) -> str:
        step_back(typed)
        return answers[_numbered(typed, len(answers))].key if typed else name

    return ask_parsed(_about_parts(say("Which of these"), say("number; Enter: all of them again")), parse)


def _numbered(typed: str, most: int) -> int:
    from followup_cli.terminal.typed import parse_number

    return parse_number(typed, 1, most) - 1


def _part_reader(trail: Sequence[Answered]) -> Callable[[str], str]:
    """A reader of the number or the name of a part, or of the name of one answer, or of how it begins."""
    parts = parts_of(trail)
    named = {part.title: part.name for part in parts} | {part.name: part.name for part in parts}
    labelled = _answers_by_label(trail)

    def read(typed: str) -> str:
        if typed.isdecimal():
            return parts[_numbered(typed, len(parts))].name
        whole = {word: key for word, key in (named | labelled).items() if folded_word(word) == folded_word(typed)}
        for words in (whole, named, labelled):
            found = {words[word] for word in matching_words(typed, words)}
            if len(found) == 1:
                return found.pop()
        within = {key for word, key in (named | labelled).items() if folded_word(typed) in folded_word(word).split()}
        for found in (within, _rows_shown(typed, trail)):
            if len(found) == 1:
                return found.pop()
        shown = {folded_word(word): word for word in (*labelled, *(part.title for part in parts))}
        near = near_words(typed, shown.values())
        raise Invalid(say("No part of the form has that name."), did_you_mean(near))

    return read


def _rows_shown(typed: str, trail: Sequence[Answered]) -> set[str]:
    """The keys of the rows of a list that show what was typed."""
    wanted = folded_word(typed)
    return {one.row for one in trail if one.row != one.key and wanted and wanted in folded_word(one.shown).split()}


def _answers_by_label(trail: Sequence[Answered]) -> dict[str, str]:
    """The key of each answer by its short name, where no other is called so."""
    names = [answer.wording for answer in trail]
    return {answer.wording: answer.key for answer in trail if answer.wording and names.count(answer.wording) == 1}

"""What is asked of a person about a sheet: what its columns hold, once a column, and who is somebody else."""

from followup.case.fields import Mask
from followup.case.home_words import Placement
from followup.errors import Invalid, Missing
from followup.intake.columns import fit_mapping, lacks_placement
from followup.intake.mapping import SheetMapping
from followup.intake.questions import Asked, ColumnQuestion, answered, notes, questions
from followup.intake.samples import samples
from followup.intake.table import WhichSheet
from followup.messages import say, say_count
from followup.services.imports.sheets import OpenedSheet, ReadMapping, key_meant
from followup.values import Value, replace
from followup_cli.importing.columns_page import columns_page
from followup_cli.importing.row_numbers import parse_rows
from followup_cli.terminal import person
from followup_cli.terminal.asking import Question, ask_parsed, ask_person
from followup_cli.terminal.notes import print_note
from followup_cli.terminal.typed import parse_number, term_words

_OPTIONS = {Asked.ORDER: "--date-order", Asked.TURNED: "--turned", Asked.ZERO: "--zero", Asked.CENTURY: "--century"}
"""The option that answers each question where nobody can be asked."""
_UNASKED = {Asked.TURNED: "--not-turned", Asked.ZERO: "--no-zero"}
"""The other one of two."""


class Settled(Value):
    """A mapping as it is used; ``asked`` says that a person said something of it, so that it is worth keeping."""

    mapping: SheetMapping
    asked: bool


def which_sheet(error: WhichSheet) -> str:
    """The number of the sheet that is meant, as the person says; the error itself where nobody can be asked."""
    if not person.on_terminal():
        raise error
    print_note(error.what)
    numbers = tuple(str(one.number) for one in error.choices)

    def parse(typed: str) -> str:
        if typed not in numbers:
            raise Invalid(say("That is none of them."), say("There are: {numbers}.", numbers=", ".join(numbers)))
        return typed

    return ask_parsed(Question("--sheet", say("Which sheet?"), needed=True), parse)


def settled(sheet: OpenedSheet, read: ReadMapping, mask: Mask) -> Settled:
    """The mapping as the person wants it; where nobody can be asked, an open question names its option."""
    mapping, asked = read.mapping, False
    if person.on_terminal():
        if read.kept:
            print_note(say("The columns are read as they were kept: {name}.", name=mask(read.kept)))
            mapping = _with_placement(mapping)
        else:
            mapping, asked = _with_placement(_corrected(sheet, mapping, mask)), True
    for question in questions(sheet.table, mapping, sheet.fields):
        if question.asked is Asked.REFUSED:
            print_note(f"{mask(question.heading)}: {question.sentence}")
        elif person.on_terminal():
            mapping, asked = _answered(mapping, question, mask), True
        elif question.asked in (Asked.ORDER, Asked.TURNED, Asked.ZERO):
            raise _unanswered(question, mask)
    if person.on_terminal():
        for note in notes(sheet.table, mapping, sheet.fields):
            print_note(mask(note))
    return Settled(mapping, asked)


def _unanswered(question: ColumnQuestion, mask: Mask) -> Missing:
    """What to raise where nobody can be asked: the option that is missing, and what it is about."""
    about = _masked(question.sentence, question.heading, mask)
    return person.missing_option(_OPTIONS[question.asked], _UNASKED.get(question.asked, ""), about)


def _masked(sentence: str, heading: str, mask: Mask) -> str:
    return sentence.replace(heading, mask(heading))


# --- the columns ------------------------------------------------------------------------------------------------------


def _corrected(sheet: OpenedSheet, mapping: SheetMapping, mask: Mask) -> SheetMapping:
    """The mapping, corrected by the number of a column as long as the person finds something wrong."""
    while True:
        columns_page(sheet, mapping, mask).show_with_question()
        number = ask_parsed(
            Question("--map", say("Which column is read wrongly? Its number"), hint=say("Enter if all is right")),
            lambda typed: parse_number(typed, 1, len(sheet.table.header)) if typed else 0,
        )
        if not number:
            return mapping
        heading = sheet.table.header[number - 1]
        key = _key_asked(sheet, heading, mask)
        if key and (before := mapping.heading_of(key)) not in ("", heading):
            _tell_moved(sheet, before, key)
        mapping = fit_mapping(mapping.with_key(heading, key), sheet.table, sheet.fields)


def _tell_moved(sheet: OpenedSheet, before: str, key: str) -> None:
    """That a column is not read any more, because what it held is another one's now."""
    print_note(
        say(
            "Column {number} was read as {field} until now; it is not read any more.",
            number=sheet.table.header.index(before) + 1,
            field=say(sheet.fields[key].title),
        )
    )


def _key_asked(sheet: OpenedSheet, heading: str, mask: Mask) -> str:
    """The key of a column, chosen from all there are; empty for a column that is not read."""
    fields, nothing = sheet.fields, say("not read")
    titles = {say(one.title): one.key for one in fields.fields if one.is_read}
    question = Question(
        "--map",
        say("What is in {heading}?", heading=mask(heading)),
        needed=True,
        words=(*titles, nothing),
        label="",
        help=_what_it_looks_like(sheet, heading),
    )
    chosen = ask_person(question)
    return "" if chosen == nothing else titles.get(chosen) or key_meant(fields, chosen)


def _what_it_looks_like(sheet: OpenedSheet, heading: str) -> str:
    """What helps to choose: how the cells of a column look, and how to leave it out."""
    shown = ", ".join(samples(sheet.table, heading)) or say("its cells are empty")
    return say(
        "The column looks like this: {samples}. Choose what it holds by number or by the first letters. If nothing "
        "of the list fits, choose: not read.",
        samples=shown,
    )


def _answered(mapping: SheetMapping, question: ColumnQuestion, mask: Mask) -> SheetMapping:
    """The mapping with what the person answers, once for the column."""
    print_note()
    for example in question.examples:
        print_note(example, indent=4)
    words = {sentence: answer for answer, sentence in question.answers}
    proposed = next((words_ for words_, answer in words.items() if answer == question.proposed), "")
    asked = Question(
        _OPTIONS[question.asked],
        _masked(question.sentence, question.heading, mask),
        needed=True,
        words=tuple(words),
        default=proposed,
    )
    return answered(mapping, question, words[ask_person(asked)])


def _with_placement(mapping: SheetMapping) -> SheetMapping:
    """The mapping with whom they live with, where the sheet says only where and it is the same for all."""
    if not lacks_placement(mapping):
        return mapping
    print_note(say("The sheet says where they live, but not with whom. Without it new graduates are left out."))
    chosen = ask_person(
        Question(
            "--always",
            say("With whom do they live, if it is the same for all?"),
            words=term_words(Placement),
            hint=say("Enter: it is not the same; add a column Placement to the sheet"),
        )
    )
    return replace(mapping, always={**mapping.always, "placement": chosen}) if chosen else mapping


# --- the rest ---------------------------------------------------------------------------------------------------------


def name_to_keep() -> str:
    """Under which name the mapping is kept for the next file; empty for none."""
    return ask_person(
        Question(
            "--mapping",
            say("A name under which the columns are kept for your next file"),
            hint=say("Enter: do not keep them"),
        )
    ).strip()


def rows_to_enrol(alike: int) -> frozenset[int]:
    """Which of the rows that look like somebody are somebody else, as the person says."""
    print_note(
        say_count(
            alike,
            "One row looks like somebody who is there already.",
            "{n} rows look like somebody who is there already.",
        )
    )
    return ask_parsed(
        Question(
            "--as-new",
            say("Which of them are somebody else, to be enrolled as new? Numbers of rows"),
            hint=say("such as 4,17-20; Enter: none of them"),
        ),
        parse_rows,
    )

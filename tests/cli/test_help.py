"""``help``: every command's own page, and the documents in plain lines, in a window of any width."""

import pytest
from typer.testing import CliRunner

from followup_cli.app import app
from followup_cli.helping.commands import SHOWN_OF, TOPICS
from followup_cli.terminal.layout import lines_of, width_of
from followup_cli.terminal.markdown import document_page, plain_text
from followup_data import shipped


def shown(document):
    lines = (line for part in document_page(document).parts for line in lines_of(part, 40))
    return [text for line in lines if (text := "".join(cell.text for cell in line).rstrip())]


def run(*words):
    return CliRunner().invoke(app, list(words))


@pytest.mark.parametrize("words", [("today",), ("graduate", "add"), ("office", "worker", "rename"), ("graduate",)])
def test_help_of_a_command_is_what_its_own_option_shows(words):
    assert run("help", *words).stdout == run(*words, "--help").stdout
    assert run("help", *words).exit_code == 0


def test_help_alone_shows_every_command_and_what_there_is_to_read():
    told = run("help").stdout

    assert told.startswith(run("--help").stdout)
    assert all(f"followup help {topic}" in told for topic in TOPICS)


def test_what_is_neither_a_command_nor_a_document_is_an_error_that_repeats_nothing():
    told = run("help", "Sreymom")

    assert told.exit_code == 2
    assert "Sreymom" not in told.stdout + told.stderr
    assert "--help" in told.stderr


@pytest.mark.parametrize("topic", TOPICS)
def test_a_document_is_shown_without_the_signs_of_markdown(topic):
    told = run("help", topic)

    assert told.exit_code == 0, told.stderr
    assert len(told.stdout.splitlines()) > 30
    for line in told.stdout.splitlines():
        assert not line.startswith(("#", "```", "![", "| "))
        assert "](" not in line
        assert "**" not in line


@pytest.mark.parametrize("width", [40, 76, 120])
@pytest.mark.parametrize("topic", ["phones", "printing", "words", "explanation"])
def test_no_line_of_prose_is_wider_than_the_window(topic, width):
    name = TOPICS[topic][1]
    page = document_page(shipped.document(name), SHOWN_OF.get(name, 0))

    for part in page.parts:
        for line in lines_of(part, width):
            text = "".join(cell.text for cell in line).rstrip()
            assert width_of(text) <= width or " " not in text.strip()


def test_no_word_of_a_document_is_lost():
    document = (
        "# Title\n\nA *word* and a `--sign*` in\na [link](other.md#x).\n\n"
        "- one\n  two\n1. three\n\n```sh\n# kept\n```\n"
    )

    assert shown(document) == [
        *("Title", "A word and a --sign* in a link.", "- one two", "1. three", "    # kept"),
    ]


def test_a_row_of_a_table_is_its_first_cell_with_the_others_below():
    document = "| A | B | C |\n|---|---|---|\n| a | `x\\|y` | c |\n"

    assert shown(document) == ["a", "    B: x|y", "    C: c"]


def test_an_address_outside_the_documents_is_shown():
    assert plain_text("See [age](https://age-encryption.org).") == "See age (https://age-encryption.org)."

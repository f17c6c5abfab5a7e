"""What a fresh process finds in the casebook after a fault."""

import json
import os
import sys

from followup.errors import FollowupError
from followup.store import NON_CASE_JOURNALS
from followup.vault import access


def print_entries() -> None:
    """The entries by journal, as kind and id, and what is wrong, as JSON."""
    found: dict[str, list[tuple[str, str]]] = {}
    problems: list[str] = []
    try:
        vault = access.load_vault(access.default_home(os.environ), ask=None, environ=os.environ)
        for journal in (*vault.case_ids(), *vault.access_journals(), *sorted(NON_CASE_JOURNALS)):
            try:
                found[journal] = [(type(fact.body).__name__, fact.id) for fact in vault.facts(journal)]
            except FollowupError as problem:
                problems.append(f"{problem.what} {problem.hint}")
        problems += [f"{problem.what} {problem.hint}" for problem in vault.check().problems]
    except FollowupError as problem:
        problems.append(f"{problem.what} {problem.hint}")
    json.dump({"entries": found, "problems": problems}, sys.stdout)

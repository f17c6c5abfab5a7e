"""How the columns of a sheet were read, kept sealed under a name: the next sheet of that kind asks nothing."""

import json
from typing import TYPE_CHECKING

from followup.case.facts import MappingKept, effective
from followup.case.fields import revealed
from followup.case.import_words import ImportTarget
from followup.casebook import Casebook
from followup.errors import Missing
from followup.messages import say
from followup.store import IMPORTS

if TYPE_CHECKING:
    from followup.intake.mapping import SheetMapping


def kept_mappings(book: Casebook) -> dict[tuple[ImportTarget, str], MappingKept]:
    """The mapping that counts under each name, in any capitals: the one that was kept last."""
    facts = sorted(effective(book.store.facts(IMPORTS)), key=lambda fact: fact.written)
    kept = (fact.body for fact in facts if isinstance(fact.body, MappingKept))
    return {(one.target, revealed(one.name).casefold()): one for one in kept}


def kept_mapping(book: Casebook, target: ImportTarget, name: str) -> "SheetMapping":
    """The mapping of that name; Missing if there is none for such a sheet."""
    from followup.intake.mapping import mapping_from_json

    found = kept_mappings(book).get((target, name.strip().casefold()))
    if found is None:
        raise Missing(
            say("No mapping of that name is kept for {what}.", what=target.label),
            say("See the names with: followup import list"),
        )
    return mapping_from_json(json.loads(revealed(found.mapping)))


def is_kept(book: Casebook, target: ImportTarget, name: str) -> bool:
    """Whether a mapping of that name is kept for such a sheet."""
    return (target, name.strip().casefold()) in kept_mappings(book)


def keep_mapping(book: Casebook, name: str, mapping: "SheetMapping") -> bool:
    """Keep a mapping under a name, in place of an earlier one; False where the same is kept already."""
    from followup.intake.mapping import mapping_to_json

    text = json.dumps(mapping_to_json(mapping), ensure_ascii=False, sort_keys=True)
    with book.change_journal(IMPORTS) as journal:
        before = kept_mappings(book).get((mapping.target, name.strip().casefold()))
        if before and revealed(before.mapping) == text:
            return False
        journal.write(MappingKept(name.strip(), mapping.target, text))
    return True

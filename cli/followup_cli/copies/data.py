"""What programs are told of copies that were brought together."""

from collections.abc import Mapping

from followup.vault.copies import MergedCopies
from followup_cli.terminal.json import JsonValue


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

"""The worked examples of the rule, read once for every test that needs them."""

import json
from datetime import date
from pathlib import Path
from typing import Any

VECTORS: dict[str, Any] = json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))
EXAMPLES: list[dict[str, Any]] = VECTORS["cases"]
KHMER_HOLIDAYS = frozenset(date.fromisoformat(day) for day in VECTORS["calendars"]["kh"])
IDS = [example["id"] for example in EXAMPLES]

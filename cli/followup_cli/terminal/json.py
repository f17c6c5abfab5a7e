"""Results for programs: one versioned envelope around plain data."""

import json
import sys
from datetime import date
from typing import Any

FORMAT = "followup/1"


def print_json(data: Any) -> None:
    """Print ``data`` in the envelope, as UTF-8 JSON, keys in the order given; days and stamps in ISO 8601."""
    json.dump({"format": FORMAT, "data": data}, sys.stdout, ensure_ascii=False, indent=2, default=_iso)
    sys.stdout.write("\n")


def _iso(day: date) -> str:
    return day.isoformat()

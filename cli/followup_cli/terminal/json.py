"""Results for programs: one versioned envelope around plain data."""

import json
import sys
from typing import Any

FORMAT = "followup/1"


def print_json(data: Any) -> None:
    """Print ``data`` in the envelope, as UTF-8 JSON, keys in the order given."""
    json.dump({"format": FORMAT, "data": data}, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")

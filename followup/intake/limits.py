"""How much of a sheet is read, far above what an office has and far below what stops a laptop."""

FILE_MB = 48
"""The largest file that is looked at."""
UNPACKED_MB = 64
"""What the parts of an xlsx or ods file that are read may be together; pictures are not read."""
PARTS = 200
"""The parts of an xlsx or ods file that are read."""
ENTRIES = 5_000
"""What may be packed into the file at all, pictures included."""
ROWS = 20_000
COLUMNS = 400
CELLS = 1_000_000
"""Of all sheets together, those without anything between the first and the last included."""
TEXT = 32_000_000
"""Letters of all cells together."""
CELL_TEXT = 40_000
"""Letters of one cell; Excel knows no more than 32,767."""
MEMORY_MB = 1_000
"""What the process that reads may use, where the system can limit it."""
SECONDS = 60
"""How long it may take; 5,000 rows need about one."""

MB = 1_000_000
TOLD: dict[str, int | str] = {"rows": f"{ROWS:,}", "columns": COLUMNS, "longest": f"{CELL_TEXT:,}", "most": PARTS}
"""What sentences say of them."""

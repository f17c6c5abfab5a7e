"""``python -m followup`` runs the program, as ``followup`` and ``python -m followup_cli`` do."""

from followup_cli.__main__ import main

if __name__ == "__main__":
    main()

"""The command ``demo``: an invented caseload to try everything on."""

"""An invented caseload, and the two published cases, to try everything on."""

"""When: follow-up policies, working days and slots. Pure functions of facts and a date."""

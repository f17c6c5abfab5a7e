"""The command ``outcome``: how follow-up ended, and the milestones."""

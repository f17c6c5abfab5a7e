"""The reminder that names are kept longer than the office set."""

from followup.messages import say, say_count


def kept_too_long_text(count: int) -> str:
    """How many graduates it concerns, and what to do."""
    text = say("Graduates whose names are kept longer than the office set, or than they agree to: {n}.", n=count)
    return f"{text} {say('See: followup retention')}"


def kept_for(years: int) -> str:
    """For how long names are kept."""
    return say_count(years, "1 year", "{n} years")

"""What somebody wrote, made ready for paper: masked, on one line, and so that any of it can be broken and cut."""

import re

from followup.case.fields import Mask, Private

LONGEST = 700
"""Letters of a text that a print looks at: more have no place on any page."""
_RUN = re.compile(r"([^\s\u200b\u1780-\u17ff]{24})(?=[^\s\u200b])")


def on_paper(mask: Mask, text: Private) -> str:
    """The text through the mask, its lines joined; a run of letters without a space may be broken anywhere."""
    shown = " ".join(mask(text).split())
    cut = shown if len(shown) <= LONGEST else shown[: shown.rfind(" ", LONGEST // 2, LONGEST)]
    return _RUN.sub("\\1\u200b", cut)

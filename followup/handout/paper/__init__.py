"""What goes on paper: content and words typeset to a PDF. Knows no case and no report."""

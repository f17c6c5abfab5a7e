"""What is true of an invented life, whether or not a visit sees it: business, wellbeing, troubles, outcome."""

"""One graduate: dated facts, and the case they add up to. Standard library only; no disk, no clock."""

"""What is written down of an invented life: visits, flags, promises, milestones, lessons."""

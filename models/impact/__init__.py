"""What became of it: the numbers a programme answers for, never a person."""

"""Whether what the town lists is still so: what makers report, what coordinators decide, what owners confirm."""

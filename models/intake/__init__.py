"""The intake: what we ask, what was answered, what is asked next."""

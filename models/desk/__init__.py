"""People's questions to those behind the programme: who waits for an answer, and which message is which copy."""

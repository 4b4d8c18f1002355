"""Her own steps: what comes after what, when each has to begin for a day she has set, and what is done."""

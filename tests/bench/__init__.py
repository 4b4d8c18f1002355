"""How fast, beside a baseline, in one run: `make bench`. Nothing here is a test; machines are shared and noisy."""

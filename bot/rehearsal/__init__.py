"""The town, played before it is real: `python -m bot rehearse` lets weeks go by in seconds, every message written down.

The doors, the clock's ticks and the outbox run as they do every day, on a database of their own; only Telegram's wire
is a pen (`pen.py`), the people are invented (`cast.py`), and the clock is moved by hand (`play.py`).
"""

"""What happens by itself: the ticks. bot/schedule.py says how often.

`updates` keeps the numbers of updates, `nudging` thinks of people, `sending` empties the line and `calling` makes its
calls, `watching` sees that it moves, `nightly` does the accounts.
"""

"""Who did what with rights others do not have: written once, never changed."""

"""Everything that names one person: told to her, and gone when she goes."""

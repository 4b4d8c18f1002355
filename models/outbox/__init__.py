"""What nobody asked for just now: it waits as rows, leaves in turn, and each row tells what became of it."""

"""The garbage collector, told what stays: it then looks through what comes and goes, and no visit waits for it."""

import gc

YOUNG = 10_000  # objects made before it looks among the newest: an answer makes a thousand, and leaves hardly one


def settle() -> None:
    """Everything is imported. What is there now is never looked at again; nor is the catalogue, once it is built."""
    gc.freeze()
    gc.set_threshold(YOUNG)
    gc.enable()


async def clear_out() -> None:
    """Once a day all of it after all: what was set aside together with what stays, and has been let go since."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()

"""A delivery's state as SQL that the partial indexes recognise: written out, because a bound value hides it."""

from sqlalchemy import ColumnElement, literal
from sqlmodel import col

from models.outbox.tables import Delivery, State


def is_state(*states: State) -> ColumnElement[bool]:
    written = [literal(state.value, literal_execute=True) for state in states]
    return col(Delivery.state) == written[0] if len(written) == 1 else col(Delivery.state).in_(written)

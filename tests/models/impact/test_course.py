"""People by week, and how far they come in the questions."""

from datetime import UTC, date, datetime, timedelta

from models.impact import course
from models.impact.course import Step
from models.intake.tables import Answer, Intake
from models.people import meeting
from models.people.meeting import Caller

ZONE = "America/New_York"


async def joined(session, chat_id, at):
    return (await meeting.meet(session, Caller(chat_id, "Ana", "en"), at))[0]


async def test_a_week_begins_on_the_town_s_monday(database, now):
    """Sunday evening in Belmoulin is Monday in UTC."""
    sunday_evening = datetime(2026, 11, 23, 3, tzinfo=UTC)
    async with database.transaction() as session:
        await joined(session, 1, sunday_evening)
        await joined(session, 2, now)
        await joined(session, 3, now - timedelta(weeks=30))
    async with database.reading() as session:
        weeks = await course.weeks(session, now, ZONE)
    assert len(weeks) == course.WEEKS
    assert weeks[-2:] == [(date(2026, 11, 16), 1), (date(2026, 11, 23), 1)]
    assert sum(count for _, count in weeks[:-2]) == 0


async def test_each_question_with_those_who_answered_passed_and_stopped(database, now):
    async with database.transaction() as session:
        for chat, stage in enumerate(["idea", None, "selling"]):
            person = await joined(session, chat, now)
            session.add(Answer(person_id=person.id, question="trade", value={"choices": ["food"]}, answered_at=now))
            session.add(
                Answer(person_id=person.id, question="stage", value=stage, skipped=stage is None, answered_at=now)
            )
            session.add(Intake(person_id=person.id, open="needs", started_at=now, changed_at=now))
    async with database.reading() as session:
        steps = await course.steps(session, ["trade", "stage", "needs", "goal"])
    assert steps == [
        Step("trade", 3, 3, 0, 0),
        Step("stage", 3, 2, 1, 0),
        Step("needs", 3, 0, 0, 3),
        Step("goal", 0, 0, 0, 0),
    ]

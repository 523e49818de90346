"""Pages about the data: the questions, the dictionary."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from datasette.utils.asgi import Request, Response

from pipelines import schema
from pipelines.portal.page import ask, render
from pipelines.portal.questions import load
from pipelines.publishing.views import indicators

TOPICS = {
    "punctuality": ("时限和覆盖", "Punctuality and coverage"),
    "requests": ("依申请公开", "Requests"),
    "disputes": ("复议和诉讼", "Reviews and suits"),
    "disclosure": ("主动公开、处罚和收费", "Regulations, penalties and fees"),
    "quality": ("数字的质量", "Quality of the numbers"),
    "text": ("文字", "Narratives"),
}


async def questions(datasette: Any, request: Request) -> Response:
    order = list(TOPICS)
    by_topic = sorted(load().values(), key=lambda question: order.index(question.topic))
    topics = [
        (TOPICS[topic], list(members))
        for topic, members in groupby(by_topic, lambda question: question.topic)
    ]
    return await render(datasette, request, "gx_questions.html", {"topics": topics})


async def dictionary(datasette: Any, request: Request) -> Response:
    context = {
        "tables": list(schema.tables().values()),
        "indicators": indicators(),
        "checks": await ask(datasette, "select * from checks order by id"),
    }
    return await render(datasette, request, "gx_dictionary.html", context)

"""Two languages on every page: Chinese first, English beside, or one of them, as a cookie remembers."""

from __future__ import annotations

import contextvars
import re
from collections.abc import Callable
from functools import cache
from typing import Any

from datasette.utils.asgi import Request, Response
from markupsafe import Markup

COOKIE = "gx-language"
LANGUAGES = {"both": "双语", "zh": "中文", "en": "English"}


CHOSEN = contextvars.ContextVar("gx_language", default="both")
"""The language of the reader who is answered now: Datasette 0.65 does not tell `render_cell`."""

_BOTH = " / "
_CHINESE = re.compile(r"[\u3400-\u9fff]")


def remembering(app: Any) -> Any:
    """An ASGI app that remembers the reader's language while it answers."""

    async def wrapped(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            CHOSEN.set(of(Request(scope, receive)))
        await app(scope, receive, send)

    return wrapped


def apart(message: str) -> tuple[str, str]:
    """The Chinese and the English part of a finding's "中文 / English"; a message without both parts stands twice.

    A quoted sentence may hold " / " too: the parts meet where nothing Chinese follows, or else, as names of bodies
    and rows stay Chinese, at the first.
    """
    pieces = message.split(_BOTH)
    meets = next(
        (place for place in range(1, len(pieces)) if not _CHINESE.search(_BOTH.join(pieces[place:]))),
        min(1, len(pieces) - 1),
    )
    return (_BOTH.join(pieces[:meets]), _BOTH.join(pieces[meets:])) if meets else (message, message)


def of(request: Request | None) -> str:
    """The language this reader chose; both by default."""
    chosen = request.cookies.get(COOKIE, "") if request else ""
    return chosen if chosen in LANGUAGES else "both"


@cache
def speaker(language: str) -> Callable[[Any, Any], Markup]:
    """`t(zh, en)` for templates: marked-up text in the language of the reader; both arguments are escaped."""
    zh, en = Markup('<span lang="zh-CN">{}</span>'), Markup('<span lang="en">{}</span>')

    def speak(chinese: Any, english: Any) -> Markup:
        if language == "zh":
            return Markup("{}").format(chinese)
        if language == "en":
            return en.format(english)
        return Markup("{} {}").format(zh.format(chinese), en.format(english))

    return speak


@cache
def plain_speaker(language: str) -> Callable[[str, str], str]:
    """`s(zh, en)` for titles and attributes, where no markup can stand."""

    def speak(chinese: str, english: str) -> str:
        return {"zh": chinese, "en": english}.get(language, f"{chinese} {english}")

    return speak


async def choose(request: Request) -> Response:
    """Remember a language for a year and go back to where the reader was."""
    language, back = request.url_vars["language"], request.args.get("back") or "/"
    if not back.startswith("/") or back.startswith(("//", "/\\")):  # never lead to another site
        back = "/"
    response = Response.redirect(back)
    if language in LANGUAGES:
        response.set_cookie(COOKIE, language, max_age=31_536_000, path="/", samesite="lax")
    return response

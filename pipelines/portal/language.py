"""Two languages on every page: Chinese first, English beside, or one of them, as a cookie remembers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from datasette.utils.asgi import Request, Response
from markupsafe import Markup

COOKIE = "gx-language"
LANGUAGES = {"both": "双语", "zh": "中文", "en": "English"}


def of(request: Request | None) -> str:
    """The language this reader chose; both by default."""
    chosen = request.cookies.get(COOKIE, "") if request else ""
    return chosen if chosen in LANGUAGES else "both"


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

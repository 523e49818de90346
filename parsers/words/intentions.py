"""Numbers of what was meant to be done, was let off, or is the best day of a year; and of reviews decided for others."""

from __future__ import annotations

import re

from parsers.words.contexts import Context

_UNDONE = re.compile(
    r"力争|争取(?=[主公开发办按])|拟(?=[制起出发公举召组开新])|(?<![按照度])计划(?=[发公开举召出制组收])|预计|预期|目标[是为]"
    r"|(?:^|[,;。])(?:如|若|如果)(?=[收申同当])|免(?:除|收|交)|减免|(?:最[多高]的?一?个?|单)[月日天周](?!度)|[日月]最高|新增(?=粉丝|关注|用户)"
)
"""Plans, aims, cases that may come, fees that were not taken, and the best month of a year are no outcomes of it."""
_AS_JUDGE = re.compile(
    r"作为(?:行政)?复议机关|其中,?(?:涉及|关于|因)?(?:政府)?信息公开(?:类|方面)?的?(?:行政复议|案件)?(?=\d)"
)
"""Of such a number of reviews only some, or none, are about disclosure."""


def is_no_outcome(context: Context) -> bool:
    """Whether the words before a number in its clause make it something else than an outcome of the body's year."""
    return _UNDONE.search(context.clause) is not None or _is_as_judge(context)


def _is_as_judge(context: Context) -> bool:
    """Whether a body speaks of the reviews it decides for others, of which it then names those about disclosure."""
    text = context.sentence.text
    return "复议" in context.clause and _AS_JUDGE.search(text) is not None

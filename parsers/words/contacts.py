"""The contact block: phone, fax, address, postcode, e-mail, website.

Values are normalized (half-width digits, one kind of dash); what the report prints stays in the archived document. `mask`
makes the version for public readers.

Masking rule: a mobile number keeps its first three and last two digits (138******12); a mailbox at a provider where private
people have theirs keeps its first letter and its provider (s***@163.com) unless the name says that it belongs to an office
(bgs, sfj, zwgk, xxgk, gov and the like, see `_OFFICE_BOX`). Landlines, official mailboxes, addresses and websites of a body
are public by law (条例, art. 12) and stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from parsers.document import Document, Paragraph
from parsers.numerals import half_width
from parsers.report import Contact
from parsers.words.narrative import Joined

_NUMBER = r"(?:\(?0\d{2,3}\)?[-\s]{0,3})?[1-9]\d{6,7}(?:-\d{1,6})?|1[3-9]\d{9}|[48]00-?\d{3}-?\d{4}"
_PHONE = re.compile(
    rf"(?:联系|咨询|办公|监督|受理|服务)?(?:电话|号码|热线)(?:号码)?(?:/传真|\(传真\)|及传真)?\s*[:为是]?\s*(?P<value>{_NUMBER})(?!\d)"
)
_FAX = re.compile(rf"传真(?:电话|号码|号)?\)?\s*[:为是]?\s*(?P<value>{_NUMBER})(?!\d)")
_POSTCODE = re.compile(r"(?:邮政?编码?|邮编)\s*[:为是]?\s*(?P<value>\d{6})(?!\d)")
_EMAIL = re.compile(
    r"(?<![\w.])(?P<value>[A-Za-z0-9][\w.+-]{0,40}@[A-Za-z0-9][A-Za-z0-9-]{0,40}(?:\.[A-Za-z0-9-]{1,20}){1,4})",
    re.ASCII,
)
_ADDRESS = re.compile(
    r"(?:通[讯信]|联系|办公|单位|邮寄|详细)?地\s?址\s*[:为是]\s*(?P<value>[^,;。、:\n]{4,50}?)"
    r"(?=\s*[(,;。:\n]|\s+(?:邮|电|联|传)|\s*(?:邮政?编|邮编|电话|联系电|传真)|$)"
)
_WEBSITE = re.compile(
    r"(?P<value>(?:https?://)?(?:[a-z0-9-]{1,40}\.){1,5}(?:gov|org|com|net)(?:\.cn)?)"
    r"(?:/[\w./%-]{0,80})?(?![\w@.])",
    re.ASCII | re.IGNORECASE,
)
_HINT = re.compile(
    r"[电传地邮热@wWhH网](?:(?<=电)\s*话|(?<=传)\s*真|(?<=地)\s?址|(?<=邮)(?:\s*编|政编码|\s*箱)|(?<=热)\s*线|(?<=@)"
    r"|(?<=[wW])[wW]{2}|(?<=[hH])[tT]{2}[pP]|(?<=网)址)"
)
"""Written in both cases, as a search that ignores case cannot skip to the first character."""
_TORN_EMAIL = re.compile(
    r"(?:邮箱|信箱)\s*[:为是]?\s*[A-Za-z0-9_.-]{3,40}\.(?:com|cn)", re.ASCII | re.IGNORECASE
)

_MOBILE = re.compile(r"1[3-9]\d{9}")
_PRIVATE_PROVIDER = re.compile(
    r"@(?:(?:vip\.)?(?:163|126|qq|sina|sohu|139|189|yeah|foxmail|gmail|hotmail|outlook|tom|21cn|aliyun|wo|live|icloud)\.(?:com|net|cn|com\.cn))$",
    re.IGNORECASE,
)
_OFFICE_BOX = re.compile(
    r"bgs|zwgk|xxgk|zfxx|gov|zfb|office|dzz|jw|sfj|sifa|gaj|jyj|czj|mzj|zjj|rsj|wjj|syj|tjj|swj|fgw|zrzy|nyj|ajj|yjj|scjg",
    re.IGNORECASE,
)


def read_contact(document: Document) -> Contact:
    """The contact data of a document; of several the last, as that block stands at the end."""
    return contact_of([block.text for block in document.blocks if isinstance(block, Paragraph)])


def contact_in(paragraphs: Sequence[Joined]) -> Contact:
    """The same of paragraphs that were already read."""
    return contact_of([line.text for line in paragraphs])


def contact_of(texts: Sequence[str]) -> Contact:
    """The contact data of running text, each field normalized or empty."""
    lines = [half_width(text) for text in texts if len(text) < 20_000 and _HINT.search(text)]
    return Contact(
        phone=_phone(_last(_PHONE, lines)),
        fax=_phone(_last(_FAX, lines)),
        address=_last(_ADDRESS, lines).strip(),
        postcode=_last(_POSTCODE, lines),
        email=_last(_EMAIL, lines).rstrip(".-"),
        website=_website(lines),
    )


def torn_email(texts: Sequence[str]) -> bool:
    """Whether a mailbox is printed that lost its @ (562170318qq.com)."""
    return any(_TORN_EMAIL.search(half_width(text)) for text in texts if len(text) < 20_000)


def mask(contact: Contact) -> Contact:
    """The contact as public readers see it; see the rule in the module's docstring."""
    return replace(
        contact,
        phone=_mask_phone(contact.phone),
        fax=_mask_phone(contact.fax),
        email=_mask_email(contact.email),
    )


def mask_text(text: str) -> str:
    """Running text with mobile numbers and private mailboxes masked by the same rule."""
    if "@" in text:
        text = _EMAIL.sub(lambda match: _mask_email(match[0]), text)
    return re.sub(rf"(?<!\d){_MOBILE.pattern}(?!\d)", lambda match: _mask_phone(match[0]), text)


def _last(pattern: re.Pattern[str], lines: Sequence[str]) -> str:
    found = ""
    for line in lines:
        for match in pattern.finditer(line):
            found = match["value"]
    return found


def _phone(text: str) -> str:
    """0954-7012148: area code and number parted by one dash; a number without area code stays as it is."""
    digits = re.sub(r"[()\s]", "-", text)
    return re.sub(r"-+", "-", digits).strip("-")


def _website(lines: Sequence[str]) -> str:
    """The last host that is not the provider of a mailbox."""
    hosts = [host for line in lines for host in _hosts(line)]
    return hosts[-1] if hosts else ""


def _hosts(line: str) -> Iterator[str]:
    for match in _WEBSITE.finditer(line):
        if not line[: match.start()].endswith("@") and "." in match["value"]:
            yield re.sub(r"^https?://", "", match["value"]).lower()


def _mask_phone(number: str) -> str:
    return f"{number[:3]}******{number[-2:]}" if _MOBILE.fullmatch(number) else number


def _mask_email(box: str) -> str:
    name, _, _ = box.partition("@")
    if not _PRIVATE_PROVIDER.search(box) or _OFFICE_BOX.search(name):
        return box
    return f"{name[:1]}***{box[len(name) :]}"

"""MHTML, the "single file web page" that Word saves and people rename to .doc: the page within the message."""

from __future__ import annotations

from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

from parsers.document import Unreadable


def page(body: bytes) -> bytes:
    """The first HTML part of a message, decoded. Raises `Unreadable` `not_a_document` when it has none."""
    message = BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(
        body.lstrip(b"\xef\xbb\xbf \t\r\n")
    )
    for part in message.walk():
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and content.strip():
                return content
    raise Unreadable("not_a_document", "a message without a web page")

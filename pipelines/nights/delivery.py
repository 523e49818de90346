"""Messages on their way: by mail and to a webhook. What was sent is remembered, so that a night does not nag."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import smtplib
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from http import HTTPStatus
from pathlib import Path

from tenacity import retry, retry_if_exception, stop_after_attempt, wait_exponential

from pipelines.nights.alert_settings import Mail, Settings, Webhook
from pipelines.nights.alerts import Alert, Facts, alerts, due

SENT = "alerts.json"
"""In the archive folder: key of an alert -> when it was last sent."""

PASSWORD = "GXCRAWL_SMTP_PASSWORD"  # noqa: S105 - the name of a variable
SECRET = "GXCRAWL_WEBHOOK_SECRET"  # noqa: S105 - the name of a variable
TIMEOUT = 30


class Undelivered(Exception):
    """A receiver did not take the message; the reason holds no secret."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What was found to be worth a message, what of it was sent now, and who could not be reached."""

    standing: tuple[Alert, ...]
    sent: tuple[Alert, ...] = ()
    problems: tuple[str, ...] = ()


def notify(archive: Path, facts: Facts, settings: Settings) -> Notice:
    """Send the alerts that are new or stand for long, and remember them. What could not be sent is tried again next time."""
    standing = alerts(facts, settings)
    known = remembered(archive)
    fresh = due(standing, known, facts.now, settings.thresholds.repeat_days)
    problems = deliver(fresh, settings) if fresh else []
    sent = () if problems else fresh
    remember(archive, standing, known | {alert.key: facts.now for alert in sent})
    return Notice(standing, sent, tuple(problems))


def deliver(found: Sequence[Alert], settings: Settings) -> list[str]:
    """Send `found` to every receiver. Returns why some were not reached; one that fails does not stop the others."""
    ways: list[Callable[[], None]] = []
    if settings.mail:
        mail = settings.mail
        ways.append(lambda: by_mail(found, mail))
    if settings.webhook:
        webhook = settings.webhook
        ways.append(lambda: by_webhook(found, webhook))
    problems = []
    for way in ways:
        try:
            way()
        except Undelivered as error:
            problems.append(str(error))
    return problems


def by_mail(found: Sequence[Alert], mail: Mail) -> None:
    """One letter with all alerts. Raises `Undelivered`."""
    try:
        _send(letter(found, mail), mail)
    except (OSError, smtplib.SMTPException) as error:
        raise Undelivered(f"mail to {mail.host}:{mail.port}: {type(error).__name__}: {error}") from error


def by_webhook(found: Sequence[Alert], webhook: Webhook) -> None:
    """One POST with all alerts as JSON, signed when there is a secret. Raises `Undelivered`."""
    body = json.dumps({"alerts": [asdict(alert) for alert in found]}, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json", "User-Agent": "gxcrawl"}
    secret = secret_of(SECRET)
    if secret:
        headers["X-Gxcrawl-Signature"] = (
            f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"
        )
    try:
        _post(urllib.request.Request(webhook.url, body, headers))  # noqa: S310 - the operator's own address
    except (OSError, ValueError) as error:
        # Addresses of hooks are often secrets themselves, so only the host is named.
        host = urllib.request.Request(webhook.url).host if "://" in webhook.url else "?"  # noqa: S310
        raise Undelivered(f"webhook at {host}: {type(error).__name__}: {_reason(error)}") from error


def letter(found: Sequence[Alert], mail: Mail) -> EmailMessage:
    """Chinese first, English below; the subject counts."""
    message = EmailMessage()
    message["From"], message["To"] = mail.sender, ", ".join(mail.to)
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain="gxcrawl.invalid")
    message["Subject"] = f"gxcrawl: {len(found)} 条提醒 / {len(found)} alerts"
    message["Auto-Submitted"] = "auto-generated"
    chinese, english = ("\n".join(f"- {getattr(alert, name)}" for alert in found) for name in ("zh", "en"))
    message.set_content(f"{chinese}\n\n{english}\n", cte="base64")
    return message


def secret_of(name: str) -> str:
    """From the environment, or from a systemd credential of the same name in small letters with hyphens."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY", "")
    credential = Path(folder) / name.removeprefix("GXCRAWL_").lower().replace("_", "-")
    if folder and credential.is_file():
        return credential.read_text(encoding="utf-8").strip()
    return os.environ.get(name, "")


def remembered(archive: Path) -> dict[str, str]:
    """What was sent and when; nothing when the file is missing or torn, for one message too many is better than none."""
    try:
        sent = json.loads((archive / SENT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(key): str(at) for key, at in sent.items()} if isinstance(sent, dict) else {}


def remember(archive: Path, standing: Sequence[Alert], sent: Mapping[str, str]) -> None:
    """Keep the times of alerts that still stand; one that is over is forgotten, so that its return is news."""
    kept = {alert.key: sent[alert.key] for alert in standing if alert.key in sent}
    aside = archive / f"{SENT}.new"
    aside.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")
    aside.replace(archive / SENT)


def _passing(error: BaseException) -> bool:
    """Whether trying again may help: a server that answers no, answers no again."""
    if isinstance(error, urllib.error.HTTPError):
        return error.code >= HTTPStatus.INTERNAL_SERVER_ERROR
    refused = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused)
    return isinstance(error, OSError) and not isinstance(error, refused)


_patiently = retry(
    retry=retry_if_exception(_passing),
    stop=stop_after_attempt(3),
    wait=wait_exponential(1, max=10),
    reraise=True,
)


@_patiently
def _send(message: EmailMessage, mail: Mail) -> None:
    context = ssl.create_default_context()
    connect = (
        smtplib.SMTP_SSL(mail.host, mail.port, timeout=TIMEOUT, context=context)
        if mail.tls == "tls"
        else smtplib.SMTP(mail.host, mail.port, timeout=TIMEOUT)
    )
    with connect as server:
        if mail.tls == "starttls":
            server.starttls(context=context)
        if mail.user:
            server.login(mail.user, secret_of(PASSWORD))
        server.send_message(message)


@_patiently
def _post(request: urllib.request.Request) -> None:
    urllib.request.urlopen(request, timeout=TIMEOUT).close()  # noqa: S310 - the operator's own address


def _reason(error: Exception) -> str:
    return f"{error.code}" if isinstance(error, urllib.error.HTTPError) else str(error)

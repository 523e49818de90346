"""Alerts: what is worth a message, to whom it goes, and that it comes once."""

from __future__ import annotations

import hashlib
import hmac
import json
import ssl
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tenacity import wait_none

from pipelines.nights import delivery
from pipelines.nights.alert_settings import BadAlerts, Mail, Settings, Webhook, load
from pipelines.nights.alerts import Alert, Facts, Source, alerts, due
from pipelines.nights.delivery import Undelivered, by_mail, by_webhook, notify
from pipelines.nights.standing import facts
from pipelines.warc import runs
from pipelines.warc.vault_writer import VaultWriter
from tests.receivers import certificate, hook, post

NOW = "2026-03-01T00:00:00Z"
FRESH = "2026-02-28T23:00:00Z"
LONG_AGO = "2026-01-01T00:00:00Z"
SETTINGS = load()
FOUND = (Alert("disk_low", "", "磁盘空间不足", "the disk is nearly full"),)


def source(state: str, detail: str = "", complete_at: str = FRESH) -> Source:
    return Source("henan-wlt", "annual", state, detail, FRESH, complete_at)


def kinds(**known: Any) -> list[str]:
    well = Facts(NOW, night_at=FRESH, began_at=LONG_AGO, free=1 << 40)
    return [alert.kind for alert in alerts(replace(well, **known), SETTINGS)]


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    for function in (delivery._send, delivery._post):
        monkeypatch.setattr(function.retry, "wait", wait_none())


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, []),
        ({"free": 9 << 30}, ["disk_low"]),
        ({"refusals": ("minima: only 3 reports",)}, ["gate_refused"]),
        ({"audit": {"result": "sound", "hurt": 0}}, []),
        ({"audit": {"result": "damaged", "hurt": 2}}, ["fixity"]),
        ({"night_at": LONG_AGO}, ["no_run"]),
        ({"night_at": ""}, ["no_run"]),
        ({"night_at": "", "began_at": FRESH}, []),
        ({"sources": (source("complete"),)}, []),
        ({"sources": (source("failed", "waf.ruishu: 412, 3 kB"),)}, ["blocked"]),
        ({"sources": (source("partial", "captcha: 200"),)}, ["blocked"]),
        ({"sources": (source("failed", "status_403"),)}, ["blocked"]),
        ({"sources": (source("failed", "status_404"),)}, ["moved"]),
        ({"sources": (source("failed", "layout_unknown"),)}, ["moved"]),
        ({"sources": (source("partial", "declared_exceeds_reachable"),)}, ["partial"]),
        ({"sources": (source("failed", "timeout"),)}, ["failed"]),
        ({"sources": (source("complete", complete_at=LONG_AGO),)}, ["silent"]),
        ({"sources": (source("failed", "timeout", LONG_AGO),)}, ["failed", "silent"]),
        ({"sources": (source("never", "not walked yet", ""),)}, ["silent"]),
    ],
)
def test_what_is_worth_a_message(known: dict[str, Any], expected: list[str]) -> None:
    assert kinds(**known) == expected


def test_both_languages_name_the_source_and_the_reason() -> None:
    [alert] = alerts(Facts(NOW, sources=(source("failed", "status_403"),)), SETTINGS)
    for text in (alert.zh, alert.en):
        assert "henan-wlt/annual" in text and "status_403" in text


def test_an_alert_that_stands_is_sent_again_after_a_while() -> None:
    sent = {"disk_low": "2026-02-25T00:00:00Z"}
    assert due(FOUND, sent, NOW, days=7) == ()
    assert due(FOUND, sent, NOW, days=3) == FOUND
    assert due(FOUND, {}, NOW, days=7) == FOUND


def test_a_letter_arrives_in_both_languages() -> None:
    with post() as office:
        by_mail(
            FOUND,
            Mail("127.0.0.1", "gxcrawl@example.org", ("a@example.org", "b@example.org"), office.port, "none"),
        )
    [letter] = office.letters
    assert letter["Subject"] == "gxcrawl: 1 条提醒 / 1 alerts"
    assert "磁盘空间不足" in letter.get_content() and "nearly full" in letter.get_content()
    assert office.envelopes[0].rcpt_tos == ["a@example.org", "b@example.org"]


def test_a_letter_goes_through_tls_with_a_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chain, key = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(chain))
    monkeypatch.setenv("GXCRAWL_SMTP_PASSWORD", "correct horse")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, key)
    with post("correct horse", tls_context=context, require_starttls=True) as office:
        mail = Mail("localhost", "g@example.org", ("a@example.org",), office.port, "starttls", "gxcrawl")
        by_mail(FOUND, mail)
        assert len(office.letters) == 1
        monkeypatch.setenv("GXCRAWL_SMTP_PASSWORD", "wrong and secret")
        with pytest.raises(Undelivered, match="SMTPAuthenticationError") as refused:
            by_mail(FOUND, mail)
    assert "secret" not in str(refused.value)


def test_a_certificate_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    chain, key = certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, key)
    with post(tls_context=context) as office, pytest.raises(Undelivered, match="CERTIFICATE_VERIFY_FAILED"):
        by_mail(FOUND, Mail("localhost", "g@example.org", ("a@example.org",), office.port))
    assert office.letters == []


def test_a_hook_gets_signed_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GXCRAWL_WEBHOOK_SECRET", "key")
    with hook() as receiver:
        by_webhook(FOUND, Webhook(receiver.url))
    [body], [headers] = receiver.bodies, receiver.headers
    assert json.loads(body)["alerts"] == [
        {"kind": "disk_low", "subject": "", "zh": "磁盘空间不足", "en": "the disk is nearly full"}
    ]
    assert headers["X-Gxcrawl-Signature"] == f"sha256={hmac.new(b'key', body, hashlib.sha256).hexdigest()}"


def test_a_hook_that_stumbles_is_tried_again_and_one_that_refuses_is_not() -> None:
    with hook(503, 500, 200) as receiver:
        by_webhook(FOUND, Webhook(receiver.url))
        assert len(receiver.bodies) == 3
    with hook(403) as receiver, pytest.raises(Undelivered, match="403") as refused:
        by_webhook(FOUND, Webhook(receiver.url))
    assert len(receiver.bodies) == 1
    assert "with-a-secret" not in str(refused.value)


def test_one_receiver_that_is_away_does_not_stop_the_other(tmp_path: Path) -> None:
    low = Facts(NOW, free=0)
    with hook() as receiver:
        away = Mail("127.0.0.1", "g@example.org", ("a@example.org",), 9, "none")
        notice = notify(tmp_path, low, replace(SETTINGS, mail=away, webhook=Webhook(receiver.url)))
        assert len(receiver.bodies) == 1
        assert len(notice.problems) == 1 and "127.0.0.1:9" in notice.problems[0]
        assert notify(tmp_path, low, replace(SETTINGS, webhook=Webhook(receiver.url))).sent
        assert not notify(tmp_path, low, replace(SETTINGS, webhook=Webhook(receiver.url))).sent
        assert len(receiver.bodies) == 2


def test_an_alert_that_is_over_is_news_when_it_comes_back(tmp_path: Path) -> None:
    for free, sent in ((0, 1), (0, 0), (1 << 50, 0), (0, 1)):
        assert len(notify(tmp_path, Facts(NOW, free=free), SETTINGS).sent) == sent


def test_a_torn_memory_is_no_reason_to_be_silent(tmp_path: Path) -> None:
    (tmp_path / delivery.SENT).write_text('{"disk_low": "20', encoding="utf-8")
    assert notify(tmp_path, Facts(NOW, free=0), SETTINGS).sent


def test_a_password_may_be_a_credential_of_systemd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "smtp-password").write_text("from a file\n", encoding="utf-8")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert delivery.secret_of(delivery.PASSWORD) == "from a file"


def test_the_ledger_tells_of_walks_and_nights(tmp_path: Path) -> None:
    with VaultWriter(tmp_path) as vault:
        vault.walked("a", "x", "http://a/", state="complete", counts={})
        vault.walked("b", "y", "http://b/", state="failed", detail="status_403", counts={})
    told = facts(tmp_path, NOW, [("a", "x"), ("b", "y"), ("c", "z")])
    assert [(one.site, one.state, bool(one.complete_at)) for one in told.sources] == [
        ("a", "complete", True),
        ("b", "failed", False),
        ("c", "never", False),
    ]
    assert told.night_at == ""
    run = runs.begin(tmp_path, "nightly", {})
    runs.end(tmp_path, run, "finished", {})
    assert facts(tmp_path, NOW).night_at > FRESH


def written(folder: Path, text: str) -> Settings:
    path = folder / "alerts.toml"
    path.write_text(text, encoding="utf-8")
    return load(path)


def test_a_file_of_ones_own_names_only_what_differs(tmp_path: Path) -> None:
    own = written(tmp_path, '[thresholds]\ndisk_low_gib = 50\n[webhook]\nurl = "https://example.org/"\n')
    assert own.thresholds == replace(SETTINGS.thresholds, disk_low_gib=50)
    assert (own.webhook, own.mail, own.rules) == (Webhook("https://example.org/"), None, SETTINGS.rules)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[threshold]", "unknown threshold"),
        ("[thresholds]\ndisk = 5", "unknown disk"),
        ('[thresholds]\ndisk_low_gib = "5"', "not a number: disk_low_gib"),
        ('[mail]\nhost = "x"', "sender"),
        ('[[source]]\nkind = "x"\ndetail = "("\nzh = ""\nen = ""', "source x"),
        ("not toml", "alerts.toml"),
    ],
)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(BadAlerts, match=says.replace("(", "\\(")):
        written(tmp_path, text)

"""TLS: certificates are verified; a person's exception for one host is pinned to one certificate and told in the archive."""

from __future__ import annotations

import datetime
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from gxcrawl.demo.server import Replicas, Reply, serve
from gxcrawl.demo.themes import trs
from gxcrawl.demo.themes.shell import Article
from gxcrawl.registry import RegistryError, read
from tests.crawling import county, rows, run, verdicts, write_registry

TREE = {
    **trs.column([Article("示例局2023年年度报告", "2024-01-09", "<p>x</p>")], "x"),
    "/robots.txt": Reply(status=404),
}
DECIDED = {"by": "A. Person", "on": "2025-01-13", "why": "self-signed, asked by telephone"}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A certificate nobody vouches for: its file, and its SHA-256."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "www.t.localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC))
        .not_valid_after(datetime.datetime(2120, 1, 1, tzinfo=datetime.UTC))
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "replica.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path, made.fingerprint(hashes.SHA256()).hex()


@pytest.fixture(scope="module")
def replicas(certificate: tuple[Path, str]) -> Iterator[Replicas]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate[0])
    names = ("strict", "pinned", "wrong", "legacy")
    with serve({f"www.{name}.localhost": TREE for name in names}, tls=context) as running:
        yield running


@pytest.fixture(scope="module")
def crawled(
    replicas: Replicas, certificate: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, str], Path]:
    exceptions: dict[str, dict[str, object]] = {
        "strict": {},
        "pinned": {"tls": {"pin": certificate[1], **DECIDED}},
        "wrong": {"tls": {"pin": "00" * 32, **DECIDED}},
        "legacy": {"tls": {"legacy": True, **DECIDED}},
    }
    sites = [
        county(name, f"https://{{host}}:{replicas.port}/zwgk/xxgknb/", "trs", access=access)
        for name, access in exceptions.items()
    ]
    folder = tmp_path_factory.mktemp("crawl")
    _, result = run(write_registry(folder / "sites", sites), folder / "archive", "--set", "RETRY_TIMES=0")
    return verdicts(result), folder / "archive"


def test_a_certificate_nobody_vouches_for_is_refused(crawled: tuple[dict[str, str], Path]) -> None:
    assert crawled[0]["strict/c"] == "failed: refused_robots_unknown_tls.certificate"


def test_a_pinned_certificate_is_taken_and_told_beside_every_capture(
    crawled: tuple[dict[str, str], Path],
) -> None:
    assert crawled[0]["pinned/c"] == "complete"
    ((detail,),) = rows(crawled[1], "select detail from fetches where site = 'pinned'")
    assert detail.startswith("tls exception: certificate pinned to sha256 ")
    assert detail.endswith("decided by A. Person on 2025-01-13: self-signed, asked by telephone")


def test_another_certificate_than_the_pinned_one_is_refused(
    crawled: tuple[dict[str, str], Path], certificate: tuple[Path, str]
) -> None:
    assert crawled[0]["wrong/c"] == f"failed: refused_robots_unknown_refused_tls_pin_{certificate[1][:16]}"


def test_legacy_ciphers_do_not_turn_verification_off(crawled: tuple[dict[str, str], Path]) -> None:
    assert crawled[0]["legacy/c"] == "failed: refused_robots_unknown_tls.certificate"


def test_an_exception_names_who_decided_and_when() -> None:
    block = """
    [[site]]
    id = "a"
    name = "a"
    host = "www.a.gov.cn"
    region = "990001"
    level = "county"
    access = { tls = { legacy = true, by = "someone" } }
    """
    with pytest.raises(RegistryError, match=r"access\.tls: on: is missing"):
        read(block, "a.toml")

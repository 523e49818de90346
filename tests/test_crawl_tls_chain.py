"""Encrypted connections that fail, each for its own reason; one that an authority vouches for is taken."""

from __future__ import annotations

import datetime
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from gxcrawl.demo.server import Reply, serve
from gxcrawl.demo.themes import trs
from gxcrawl.demo.themes.shell import Article
from pipelines.items import Channel, Site
from tests.crawling import run, verdicts, write_registry

TREE = {
    **trs.column([Article("示例局2023年年度报告", "2024-01-09", "<p>x</p>")], "x"),
    "/robots.txt": Reply(status=404),
}
HOST = "www.{}.localhost"


@dataclass(frozen=True)
class Signed:
    """A certificate with its key, both as PEM."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def secret(self) -> bytes:
        return self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )


def sign(name: str, by: Signed | None = None, *, authority: bool = False, until: int = 2120) -> Signed:
    """A certificate for `name`, signed by another one or by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC))
        .not_valid_after(datetime.datetime(until, 1, 1, tzinfo=datetime.UTC))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    )
    return Signed(builder.sign(by.key if by else key, hashes.SHA256()), key)


ROOT = sign("root.test", authority=True)
MIDDLE = sign("middle.test", ROOT, authority=True)
CASES = {
    # name: certificate, chain that is sent, what the channel ends in
    "trusted": (sign(HOST.format("trusted"), MIDDLE), (MIDDLE,), "complete"),
    "wrong-name": (sign("www.other.localhost", MIDDLE), (MIDDLE,), "tls.certificate"),
    "no-middle": (sign(HOST.format("no-middle"), MIDDLE), (), "tls.certificate"),
    "expired": (sign(HOST.format("expired"), MIDDLE, until=2021), (MIDDLE,), "tls.certificate"),
}

ALERTS = {
    # name: the alert of the protocol (RFC 8446, section 6) that a server ends the greeting with, and our word for it
    "handshake": (40, "tls.handshake"),
    "only-old-versions": (70, "tls.outdated"),
    "no-such-name": (112, "tls.name"),
}


@contextmanager
def alarmed(alert: int) -> Iterator[int]:
    """A server that answers every greeting with a fatal alert, and its port."""

    class Answer(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(4096)
            self.request.sendall(bytes((21, 3, 1, 0, 2, 2, alert)))

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def context(folder: Path, name: str) -> ssl.SSLContext:
    own, chain, _ = CASES[name]
    path = folder / f"{name}.pem"
    path.write_bytes(b"".join((own.secret, own.pem, *(one.pem for one in chain))))
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(path)
    return made


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    folder = tmp_path_factory.mktemp("tls")
    (folder / "root.pem").write_bytes(ROOT.pem)
    with ExitStack() as stack:
        sites = []
        for name in CASES:
            host = HOST.format(name)
            running = stack.enter_context(serve({host: TREE}, tls=context(folder, name)))
            place = Channel("c", f"https://{host}:{running.port}/zwgk/xxgknb/", "trs")
            sites.append(Site(name, name, host, "990001", "county", (place,)))
        for name, (alert, _) in ALERTS.items():
            port, host = stack.enter_context(alarmed(alert)), HOST.format(name)
            place = Channel("c", f"https://{host}:{port}/zwgk/xxgknb/", "trs")
            sites.append(Site(name, name, host, "990001", "county", (place,)))
        registry = write_registry(folder / "sites", sites)
        trust = {"SSL_CERT_FILE": str(folder / "root.pem")}
        yield verdicts(run(registry, folder / "archive", "--set", "RETRY_TIMES=0", env=trust)[1])


@pytest.mark.parametrize("name", [*CASES, *ALERTS])
def test_a_connection_ends_as_it_must(name: str, told: dict[str, str]) -> None:
    wanted = ALERTS[name][1] if name in ALERTS else CASES[name][2]
    state = told[f"{name}/c"]
    assert state in (wanted, f"failed: refused_robots_unknown_{wanted}")

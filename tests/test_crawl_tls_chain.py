"""Encrypted connections that fail, each for its own reason; one that an authority vouches for is taken."""

from __future__ import annotations

import datetime
import socketserver
import ssl
import threading
from base64 import b64encode
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
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


Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True)
class Signed:
    """A certificate with its key, both as PEM."""

    certificate: x509.Certificate
    key: Key

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def secret(self) -> bytes:
        return self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )


def sign(
    name: str,
    by: Signed | None = None,
    *,
    authority: bool = False,
    until: int = 2120,
    key: Key | None = None,
) -> Signed:
    """A certificate for `name`, signed by another one or by itself."""
    key = key or ec.generate_private_key(ec.SECP256R1())
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


OAKLEY = (
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B"
    "302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE6"
    "49286651ECE65381FFFFFFFFFFFFFFFF"
)
"""The prime of 1024 bits of RFC 2409."""


@contextmanager
def small_key(folder: Path) -> Iterator[int]:
    """A server that exchanges keys by numbers too small to be trusted, and its port."""
    key = rsa.generate_private_key(65537, 2048)
    own = sign(HOST.format("small-key"), MIDDLE, key=key)
    made = context(folder / "small-key.pem", own, (MIDDLE,))
    made.maximum_version = ssl.TLSVersion.TLSv1_2
    made.set_ciphers("DHE:@SECLEVEL=0")
    der = bytes.fromhex(f"308187028181 00{OAKLEY} 020102")  # SEQUENCE of two INTEGER: the prime, and 2
    pem = f"-----BEGIN DH PARAMETERS-----\n{b64encode(der).decode()}\n-----END DH PARAMETERS-----\n"
    (folder / "numbers.pem").write_text(pem, "ascii")
    made.load_dh_params(str(folder / "numbers.pem"))
    with serve({HOST.format("small-key"): TREE}, tls=made) as running:
        yield running.port


def context(path: Path, own: Signed, chain: Iterable[Signed]) -> ssl.SSLContext:
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
        for name, (own, chain, _) in CASES.items():
            host = HOST.format(name)
            running = stack.enter_context(
                serve({host: TREE}, tls=context(folder / f"{name}.pem", own, chain))
            )
            place = Channel("c", f"https://{host}:{running.port}/zwgk/xxgknb/", "trs")
            sites.append(Site(name, name, host, "990001", "county", (place,)))
        for name, (alert, _) in ALERTS.items():
            port, host = stack.enter_context(alarmed(alert)), HOST.format(name)
            place = Channel("c", f"https://{host}:{port}/zwgk/xxgknb/", "trs")
            sites.append(Site(name, name, host, "990001", "county", (place,)))
        port, host = stack.enter_context(small_key(folder)), HOST.format("small-key")
        place = Channel("c", f"https://{host}:{port}/zwgk/xxgknb/", "trs")
        sites.append(Site("small-key", "small-key", host, "990001", "county", (place,)))
        registry = write_registry(folder / "sites", sites)
        trust = {"SSL_CERT_FILE": str(folder / "root.pem")}
        yield verdicts(run(registry, folder / "archive", "--set", "RETRY_TIMES=0", env=trust)[1])


def test_a_key_that_is_too_small_is_outdated(told: dict[str, str]) -> None:
    assert told["small-key/c"] == "failed: refused_robots_unknown_tls.outdated"


@pytest.mark.parametrize("name", [*CASES, *ALERTS])
def test_a_connection_ends_as_it_must(name: str, told: dict[str, str]) -> None:
    wanted = ALERTS[name][1] if name in ALERTS else CASES[name][2]
    state = told[f"{name}/c"]
    assert state in (wanted, f"failed: refused_robots_unknown_{wanted}")

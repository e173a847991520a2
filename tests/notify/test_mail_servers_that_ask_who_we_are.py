"""A mail server may ask for encryption, a name and a password; nothing goes out in the clear instead."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from committee.notify.channels import Letter, SmtpChannel, channel_of
from committee.notify.smtp import MailAccount
from config import read_settings
from tests.mail_server import Sink, free_port
from tests.notify.writing import NINE, mail, officer, write

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
USER, PASSWORD = "don-doc", "mot-mat-khau-rieng"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 that nobody has signed but its owner, with its key in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail")])
    now = datetime.now(UTC)  # noqa: TID251 - a certificate is looked at by the real clock
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("certificate") / "mail.pem"
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(key.private_bytes(*form) + made.public_bytes(serialization.Encoding.PEM))
    return file


class Asking:
    """A mail server that asks who comes, encrypted from the first byte (`tls`) or after STARTTLS."""

    def __init__(self, certificate: Path, *, tls: str, asks: bool = True) -> None:
        self.sink, self.port = Sink(), free_port()
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate)
        encrypted = {"ssl_context": context} if tls == "tls" else {}
        if tls == "starttls":
            encrypted = {"tls_context": context, "require_starttls": True}
        auth = {"auth_exclude_mechanism": ["LOGIN", "PLAIN"]}
        if asks:
            auth = {"authenticator": _knows_us, "auth_required": True, "auth_require_tls": tls == "starttls"}
        self._controller = Controller(self.sink, hostname="127.0.0.1", port=self.port, **encrypted, **auth)
        if tls == "tls":  # the controller looks whether it answers; it would not trust itself
            self._controller._trigger_server = self._knock

    def _knock(self) -> None:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        with context.wrap_socket(socket.create_connection(("127.0.0.1", self.port))) as talk:
            talk.recv(100)

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, *_raised: object) -> None:
        self._controller.stop()


def _knows_us(_server, _session, _envelope, _mechanism, data) -> AuthResult:
    is_known = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_known, handled=is_known)


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The same certificate, trusted on this machine."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    return certificate


def channel(port: int, tls: str, *, password: str = PASSWORD, user: str = USER) -> SmtpChannel:
    account = MailAccount(user, password, tls) if user else MailAccount(tls=tls)
    return SmtpChannel("127.0.0.1", port, "don-doc@bhxh.example", limit_seconds=5, account=account)


@pytest.mark.one_engine
@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_a_letter_goes_out_encrypted_and_under_our_name(app, trusted: Path, tls: str) -> None:
    notice = write(officer())
    with Asking(trusted, tls=tls) as server:
        outcome = channel(server.port, tls).send(_letter(notice), now=NINE)

    assert outcome.state == "sent"
    assert len(server.sink.kept) == 1


@pytest.mark.one_engine
@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_a_certificate_that_nobody_vouches_for_is_not_taken(app, certificate: Path, tls: str) -> None:
    notice = write(officer())
    with Asking(certificate, tls=tls) as server:
        outcome = channel(server.port, tls).send(_letter(notice), now=NINE)

    assert (outcome.state, outcome.channel_works) == ("failed", False)
    assert outcome.error == "The certificate of the mail server is not one we trust."
    assert server.sink.conversations == 0


@pytest.mark.one_engine
def test_a_certificate_of_another_name_is_not_taken(app, trusted: Path) -> None:
    notice = write(officer())
    with Asking(trusted, tls="starttls") as server:
        elsewhere = SmtpChannel(
            "localhost", server.port, "a@b.example", limit_seconds=5, account=MailAccount(USER, PASSWORD, "starttls")
        )
        outcome = elsewhere.send(_letter(notice), now=NINE)

    assert outcome.error == "The certificate of the mail server is not one we trust."


@pytest.mark.one_engine
def test_a_wrong_password_is_the_channels_fault_and_not_shown(app, trusted: Path) -> None:
    notice = write(officer())
    with Asking(trusted, tls="starttls") as server:
        outcome = channel(server.port, "starttls", password="sai-roi-nhe").send(_letter(notice), now=NINE)

    assert (outcome.state, outcome.channel_works) == ("failed", False)
    assert outcome.error.startswith("535 ")
    assert "sai-roi-nhe" not in outcome.error


@pytest.mark.one_engine
def test_nothing_is_said_in_the_clear_to_a_server_without_encryption(app, certificate: Path) -> None:
    notice = write(officer())
    with Asking(certificate, tls="none") as server:
        outcome = channel(server.port, "starttls").send(_letter(notice), now=NINE)

    assert (outcome.state, outcome.channel_works) == ("failed", False)
    assert outcome.error == "The mail server does not offer encryption, which SMTP_TLS asks for."
    assert server.sink.conversations == 0


@pytest.mark.one_engine
def test_a_server_that_asks_nobody_is_told_apart(app, trusted: Path) -> None:
    notice = write(officer())
    with Asking(trusted, tls="starttls", asks=False) as server:
        outcome = channel(server.port, "starttls").send(_letter(notice), now=NINE)

    assert outcome.error == "The mail server asks for no name and password, though SMTP_USER is set."


@pytest.mark.one_engine
@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_a_handshake_that_never_ends_is_ended_by_the_deadline(app, tls: str) -> None:
    notice = write(officer())
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=_dribble, args=(listening, tls), daemon=True).start()
        began = time.monotonic()
        port = listening.getsockname()[1]
        slow = SmtpChannel("127.0.0.1", port, "a@b.example", limit_seconds=1.5, account=MailAccount(tls=tls))
        outcome = slow.send(_letter(notice), now=NINE)
        took = time.monotonic() - began

    assert (outcome.state, outcome.channel_works) == ("failed", False)
    assert took < 4


def test_what_is_set_is_what_the_channel_uses(tmp_path: Path) -> None:
    settings = read_settings(
        {
            "INSTANCE_DIR": str(tmp_path),
            "SMTP_HOST": "mail.tinh.example",
            "SMTP_PORT": "587",
            "SMTP_USER": USER,
            "SMTP_PASSWORD": PASSWORD,
            "SMTP_TLS": "starttls",
        }
    )

    found = channel_of(settings)

    assert (found.host, found.port, found.account) == (
        "mail.tinh.example",
        587,
        MailAccount(USER, PASSWORD, "starttls"),
    )
    assert PASSWORD not in repr(found)
    assert PASSWORD not in repr(settings)


def _dribble(listening: socket.socket, tls: str) -> None:
    """Be polite up to the handshake, then send a byte now and then that means nothing yet."""
    talk, _ = listening.accept()
    with talk:
        try:
            if tls == "starttls":
                talk.sendall(b"220 slow\r\n")
                talk.recv(100)
                talk.sendall(b"250-slow\r\n250 STARTTLS\r\n")
                talk.recv(100)
                talk.sendall(b"220 go\r\n")
            talk.recv(2000)
            talk.sendall(b"\x16\x03\x03\x40\x00")
            for _ in range(40):
                time.sleep(0.2)
                talk.sendall(b"\x02")
        except OSError:
            return


def _letter(notice):
    return Letter("can.bo@huulung.vn", "Cán bộ", "Tiêu đề", "Nội dung", mail(notice).message_id)

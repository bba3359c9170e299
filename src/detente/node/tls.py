"""The listener's certificate: self-signed, pinned by the party's own `keys` message. TLS keeps observers out of the header;
who speaks is known from signatures inside, so no outside authority is asked (PROTOCOL; docs/threat-model.md)."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from detente.node.home import Home, write_private


def certificate_der(home: Home, random: Callable[[int], bytes]) -> bytes:
    """The home's certificate (DER), made with its key (ECDSA P-256) the first time."""
    path = home.path / "keys" / "tls.pem"
    if not path.exists():
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "detente")])
        start = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(int.from_bytes(random(16), "big") >> 1)
            .not_valid_before(start)
            .not_valid_after(start.replace(year=start.year + 30))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName("detente.invalid")]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .sign(key, hashes.SHA256())
        )
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        write_private(path, private + certificate.public_bytes(serialization.Encoding.PEM))
    found = x509.load_pem_x509_certificate(path.read_bytes())
    return found.public_bytes(serialization.Encoding.DER)

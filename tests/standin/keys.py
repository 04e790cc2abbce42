"""Key pairs for Apps, and the JWTs that Apps sign with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat


@dataclass(frozen=True)
class KeyPair:
    """An RSA key in PEM: the private half for the App, the public one for the stand-in."""

    private: str = field(repr=False)
    public: str

    def sign(self, app_id: int, now: datetime, life: timedelta = timedelta(minutes=9)) -> str:
        """A JWT for the App, as it would sign one itself."""
        claims = {"iss": str(app_id), "iat": int(now.timestamp()) - 5, "exp": int((now + life).timestamp())}
        return jwt.encode(claims, self.private, algorithm="RS256")


@lru_cache(maxsize=4)
def key_pair(name: str = "app") -> KeyPair:
    """A key pair of this name, made once a process, since making one takes a while."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return KeyPair(private.decode(), public.decode())

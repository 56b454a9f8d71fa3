"""A security key in software: answers the challenges of WebAuthn with real signatures, as a browser would hand them over."""

import json
import os
from base64 import urlsafe_b64encode

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import sha256
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

HOST = "localhost"
PRESENT, WITH_KEY = AuthenticatorData.FLAG.UP, AuthenticatorData.FLAG.AT


def text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


class SoftKey:
    def __init__(self, *, host: str = HOST, counts: bool = True) -> None:
        self.private, self.id = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)
        self.host, self.counter, self.counts = host, 0, counts

    def made(self, options: dict) -> str:
        """What a browser answers to the server's creation options."""
        told = self._client_data("webauthn.create", options)
        public = AttestedCredentialData.create(
            bytes(16), self.id, ES256.from_cryptography_key(self.private.public_key())
        )
        data = AuthenticatorData.create(sha256(self.host.encode()), PRESENT | WITH_KEY, 0, public)
        return self._said({"clientDataJSON": told, "attestationObject": AttestationObject.create("none", data, {})})

    def shown(self, options: dict) -> str:
        """What a browser answers to the server's request options."""
        self.counter += self.counts
        told = self._client_data("webauthn.get", options)
        data = AuthenticatorData.create(sha256(self.host.encode()), PRESENT, self.counter)
        signature = self.private.sign(data + told.hash, ec.ECDSA(hashes.SHA256()))
        return self._said({"clientDataJSON": told, "authenticatorData": data, "signature": signature})

    def _client_data(self, kind: str, options: dict) -> CollectedClientData:
        origin = f"https://{self.host}"
        return CollectedClientData.create(kind, options["publicKey"]["challenge"], origin)

    def _said(self, response: dict) -> str:
        parts = {name: text(bytes(data)) for name, data in response.items()}
        names = {"id": text(self.id), "rawId": text(self.id), "type": "public-key", "clientExtensionResults": {}}
        return json.dumps({**names, "response": parts})

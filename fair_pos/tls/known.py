"""Asks this machine whether it trusts a certificate, as a browser on it would."""

import ssl

from fair_pos.tls.folder import Kept

_STEPS = 4


def is_trusted_here(found: Kept) -> bool:
    """Shake hands in memory with this machine's own roots; without any, nothing is trusted."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(found.certificate_file, found.key_file)
    there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
    asks = ssl.create_default_context().wrap_bio(back, there, server_hostname=found.host)
    answers = server.wrap_bio(there, back, server_side=True)
    for _ in range(_STEPS):
        for side in (asks, answers):
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                continue
            except ssl.SSLError:
                return False
    return True

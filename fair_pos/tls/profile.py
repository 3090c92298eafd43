"""The configuration profile by which iPhones and Macs take the fair's authority.

Source: Apple, Device Management, "CertificateRoot" (developer.apple.com/documentation/
devicemanagement/certificateroot, read 2026-11-22): payload type com.apple.security.root, may be
installed by hand. It is not signed: the device says "Not Verified", as the page tells.
"""

import plistlib
import uuid

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID


def mobileconfig(root: x509.Certificate) -> bytes:
    """Return the profile; the same authority gives the same bytes."""
    name = str(root.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)
    mark = root.fingerprint(hashes.SHA256()).hex()
    certificate = {
        "PayloadType": "com.apple.security.root",
        "PayloadVersion": 1,
        "PayloadIdentifier": f"fair-pos.{mark[:16]}.root",
        "PayloadUUID": _uuid(f"{mark}.root"),
        "PayloadDisplayName": name,
        "PayloadCertificateFileName": "fair-pos.cer",
        "PayloadContent": root.public_bytes(Encoding.DER),
    }
    profile = {
        "PayloadType": "Configuration",
        "PayloadVersion": 1,
        "PayloadIdentifier": f"fair-pos.{mark[:16]}",
        "PayloadUUID": _uuid(mark),
        "PayloadDisplayName": name,
        "PayloadDescription": (
            f"Chỉ dùng cho {name}. Tự hết hạn ngày {root.not_valid_after_utc:%d/%m/%Y}."
        ),
        "PayloadOrganization": "Fair POS",
        "PayloadRemovalDisallowed": False,
        "PayloadContent": [certificate],
    }
    return plistlib.dumps(profile)


def _uuid(text: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, text)).upper()

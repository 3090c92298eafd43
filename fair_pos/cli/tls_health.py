"""Is the https door fit for the fair? Asked by `doctor`."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from fair_pos.cli.finding import Finding, State
from fair_pos.cli.tls_words import SOON
from fair_pos.core.clock import Clock, format_moment
from fair_pos.settings import Settings
from fair_pos.tls import folder, hosts
from fair_pos.tls.folder import BrokenTlsError, Kept

NAME = "HTTPS"
LOOPBACK = "127.0.0.1"


def findings(settings: Settings, clock: Clock, own_address: str) -> Iterator[Finding]:
    """Look at certificate, dates, names, keys; `own_address` is this machine's now."""
    try:
        found = folder.kept(settings)
    except BrokenTlsError as fault:
        yield Finding(NAME, State.BAD, str(fault))
        return
    if found is None:
        says = "chưa dùng: mất mạng thì máy bán không mở lại trang được; xem fair-pos tls"
        yield Finding(NAME, State.OK, says)
        return
    yield _state(found, settings, clock)
    yield from _names(found, settings, own_address)
    for file in found.open_to_others():
        says = f"người khác đọc được {file}; chạy chmod 600"
        yield Finding("Khóa HTTPS", State.WARN, says)


def _state(found: Kept, settings: Settings, clock: Clock) -> Finding:
    url, end = found.url(settings.tls_port), format_moment(found.ends_at)
    left = found.ends_at - clock.now()
    if not found.is_on:
        return Finding(NAME, State.WARN, f"đang tắt; bật bằng fair-pos tls on ({url})")
    if left.total_seconds() <= 0:
        return Finding(NAME, State.BAD, f"{url} hết hạn {end}; chạy fair-pos tls renew hoặc use")
    says = f"{url}, đến {end}"
    return Finding(NAME, State.WARN if left < SOON else State.OK, says)


def _names(found: Kept, settings: Settings, own_address: str) -> Iterator[Finding]:
    known = ", ".join(found.hosts.texts)
    public = urlsplit(settings.public_url.lower())
    if public.scheme == "https" and not hosts.covers(found.hosts, public.hostname or ""):
        says = f"chứng chỉ cho {known}, không cho {public.hostname} của FAIR_POS_PUBLIC_URL"
        yield Finding("Tên HTTPS", State.BAD, says)
    addresses = [str(one) for one in found.hosts.addresses]
    if addresses and own_address not in (*addresses, LOOPBACK):
        says = (
            f"máy này đang là {own_address}, chứng chỉ cho {', '.join(addresses)}; đặt lại địa chỉ "
            "cố định, hoặc chạy fair-pos tls renew --address"
        )
        yield Finding("Địa chỉ HTTPS", State.WARN, says)

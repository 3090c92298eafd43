"""`tls`: https on the local network, by a given certificate or by the fair's own authority."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated

import typer
from sqlmodel import Session, col, func, select

from fair_pos.cli import terminal
from fair_pos.cli.terminal import say
from fair_pos.cli.tls_words import tell
from fair_pos.core.clock import VIETNAM, Clock, SystemClock
from fair_pos.core.errors import FairPosError
from fair_pos.db.store import NoDatabaseError, open_store
from fair_pos.settings import Settings
from fair_pos.tls import authority, folder, given, hosts, keeping, known
from fair_pos.tls.hosts import Hosts
from fair_pos.venues.models import Venue

AFTER_FAIR = timedelta(days=60)
"""Sales handed in late, the closing report, and time to take the certificate off the phones."""

Names = Annotated[list[str] | None, typer.Option("--name", help="Tên, ví dụ pos.hoicho.vn.")]
Addresses = Annotated[
    list[str] | None, typer.Option("--address", help="Địa chỉ của máy này, ví dụ 192.168.8.2.")
]
Replace = Annotated[bool, typer.Option("--replace", help="Thay chứng chỉ đang có (bản cũ để lại).")]


class TlsExistsError(FairPosError):
    """Another certificate is there: phones may trust it already."""

    code = "tls_exists"
    status = 409
    vi = (
        "Đã có chứng chỉ cho {detail}. Điện thoại đã cài chứng chỉ gốc cũ sẽ phải cài lại. "
        "Chắc chắn thì thêm --replace; chỉ gia hạn thì dùng “tls renew”."
    )
    en = "There is a certificate for {detail}. Add --replace to change it, or use “tls renew”."


class NoEndError(FairPosError):
    """Nobody said how long the authority shall live."""

    code = "no_end"
    status = 422
    vi = "Chưa có hội chợ nào còn diễn ra, nên không biết dùng đến bao giờ. Ghi --days SỐ-NGÀY."
    en = "No fair ahead, so the end is unknown. Give --days."


class NotCoveredError(FairPosError):
    """The chosen name is not in the certificate."""

    code = "not_covered"
    status = 422
    vi = "Chứng chỉ không ghi tên {detail}. Chọn một trong: {known}, bằng --name."
    en = "The certificate does not cover {detail}. Choose one of {known} with --name."


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    group = typer.Typer(
        help="HTTPS trong mạng nội bộ: để máy bán vẫn mở lại được khi mất mạng.",
        no_args_is_help=True,
    )
    for name, command in (
        ("use", use), ("make", make), ("show", show), ("renew", renew), ("off", off), ("on", on),
    ):  # fmt: skip
        group.command(name)(command)
    app.add_typer(group, name="tls")


def use(
    ctx: typer.Context,
    certificate: Annotated[Path, typer.Argument(metavar="CERT", help="fullchain.pem")],
    key: Annotated[Path, typer.Argument(metavar="KEY", help="privkey.pem, không mật khẩu")],
    name: Annotated[
        str, typer.Option(help="Tên để mọi người mở; bắt buộc với chứng chỉ *.hoicho.vn.")
    ] = "",
    replace: Replace = False,
) -> None:
    """Lấy vào chứng chỉ có sẵn (tên miền công khai): điện thoại không phải cài gì."""
    settings, now = terminal.settings_of(ctx), SystemClock().now()
    chain_pem, key_pem = certificate.read_bytes(), key.read_bytes()
    leaf = given.check(chain_pem, key_pem, now)
    host = _host_of(given.hosts_of(leaf), name)
    _refuse_silent(settings, replace=replace)
    keeping.keep_given(settings, host, chain_pem, key_pem)
    if not known.is_trusted_here(folder.needed(settings)):
        terminal.complain(
            "Lưu ý: máy này không nhận ra nơi đã ký chứng chỉ. Nếu điện thoại cũng không nhận ra, "
            "máy bán không mở lại được khi mất mạng. Thử bằng trang /cai-dat."
        )
    tell(settings, folder.needed(settings), now)


def make(
    ctx: typer.Context,
    name: Names = None,
    address: Addresses = None,
    subnet: Annotated[
        list[str] | None,
        typer.Option(help="Mạng mà sau này được ký thêm địa chỉ, ví dụ 192.168.8.0/24."),
    ] = None,
    days: Annotated[
        int | None,
        typer.Option(
            min=1, max=3650, help="Chứng chỉ gốc dùng bao nhiêu ngày (mặc định: hết hội chợ + 60)."
        ),
    ] = None,
    forget_ca_key: Annotated[
        bool,
        typer.Option(
            "--forget-ca-key", help="Xóa khóa gốc ngay sau khi ký: không ai ký thêm được nữa."
        ),
    ] = False,
    replace: Replace = False,
) -> None:
    """Tạo chứng chỉ gốc riêng của hội chợ, chỉ ký được cho các tên và địa chỉ này."""
    settings, clock = terminal.settings_of(ctx), SystemClock()
    now = clock.now()
    wanted = hosts.read(name or [], address or [], subnet or [])
    until = now + timedelta(days=days) if days else _after_fair(settings, clock)
    _refuse_silent(settings, replace=replace)
    root = authority.make_authority(wanted, now, until)
    leaf = authority.make_leaf(root, wanted, now)
    keeping.keep_made(settings, wanted.first, root, leaf)
    found = folder.needed(settings)
    if forget_ca_key:
        keeping.forget_authority_key(found)
    tell(settings, found, now)


def show(ctx: typer.Context) -> None:
    """Cho biết chứng chỉ nào đang dùng, cho tên nào, đến bao giờ."""
    settings = terminal.settings_of(ctx)
    tell(settings, folder.needed(settings), SystemClock().now())


def renew(ctx: typer.Context, name: Names = None, address: Addresses = None) -> None:
    """Ký lại bằng chứng chỉ gốc đang có; điện thoại không phải cài lại."""
    settings, now = terminal.settings_of(ctx), SystemClock().now()
    found = folder.needed(settings)
    root = folder.authority_of(found)
    typed = hosts.read(name or [], address or []) if name or address else Hosts()
    wanted = Hosts(typed.names or found.hosts.names, typed.addresses or found.hosts.addresses)
    keeping.keep_renewed(found, authority.make_leaf(root, wanted, now))
    if found.host not in wanted.texts:
        keeping.switch_on(folder.needed(settings), wanted.first)
    tell(settings, folder.needed(settings), now)
    say("Máy chủ đang chạy thì dừng rồi chạy lại “fair-pos serve”.")


def off(ctx: typer.Context) -> None:
    """Tắt HTTPS; chứng chỉ vẫn để lại, bật lại bằng “tls on”."""
    settings = terminal.settings_of(ctx)
    found = folder.needed(settings)
    keeping.switch_off(found)
    say("Đã tắt HTTPS; lần chạy “fair-pos serve” tới chỉ mở http.")
    say(
        f"Máy bán đang dùng {found.url(settings.tls_port)} sẽ không tới được máy chủ: "
        "bật lại bằng “fair-pos tls on” cho đến khi chúng gửi hết đơn."
    )


def on(ctx: typer.Context) -> None:
    """Bật lại HTTPS với chứng chỉ đang có."""
    settings = terminal.settings_of(ctx)
    found = folder.needed(settings)
    keeping.switch_on(found)
    tell(settings, folder.needed(settings), SystemClock().now())


def _host_of(covered: Hosts, wanted: str) -> str:
    """Choose the name that people open.

    Raises:
        NotCoveredError: it is not in the certificate, or only a wildcard is.
    """
    host = hosts.read_name(wanted) if wanted else covered.first
    if host.startswith("*") or not hosts.covers(covered, host):
        raise NotCoveredError(host, known=", ".join(covered.texts))
    return host


def _after_fair(settings: Settings, clock: Clock) -> datetime:
    """Return the end of the last fair and some weeks more.

    Raises:
        NoEndError: none is ahead.
    """
    try:
        store = open_store(settings, clock)
    except NoDatabaseError as error:
        raise NoEndError from error
    try:
        with store.reading() as session:
            day = _last_day(session, store.org_id)
    finally:
        store.close()
    end = datetime.combine(day, time.max, VIETNAM) if day else None
    if end is None or end < clock.now():
        raise NoEndError
    return end + AFTER_FAIR


def _last_day(session: Session, org_id: str) -> date | None:
    return session.exec(select(func.max(col(Venue.last_day))).where(Venue.org_id == org_id)).one()


def _refuse_silent(settings: Settings, *, replace: bool) -> None:
    if replace or not folder.folder_of(settings).exists():
        return
    found = folder.needed(settings)
    raise TlsExistsError(", ".join(found.hosts.texts))

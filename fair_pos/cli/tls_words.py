"""What `tls` says of the certificate in use."""

from datetime import datetime, timedelta

from fair_pos.cli import terminal
from fair_pos.cli.terminal import say
from fair_pos.core.clock import format_moment
from fair_pos.settings import Settings
from fair_pos.tls import folder
from fair_pos.tls.folder import Kept

SOON = timedelta(days=30)
GROUPS_A_LINE = 8


def tell(settings: Settings, found: Kept, now: datetime) -> None:
    """Say what is kept and what to do next."""
    say(f"HTTPS: {'bật' if found.is_on else 'tắt'}, {found.url(settings.tls_port)}")
    say(f"Cho: {', '.join(found.hosts.texts)}")
    say(f"Dùng được đến: {format_moment(found.ends_at)}")
    if found.ends_at - now < SOON:
        terminal.complain(f"Lưu ý: còn {(found.ends_at - now).days} ngày là hết hạn.")
    if found.authority is None:
        say("Loại: chứng chỉ có sẵn; nếu do nơi công khai ký, điện thoại không phải cài gì.")
        say(f"Dấu vân tay SHA-256: {folder.fingerprint(found.leaf)}")
    else:
        _tell_authority(settings, found)
    for file in found.open_to_others():
        terminal.complain(f"Lưu ý: người khác trên máy đọc được {file}; chạy chmod 600.")


def _tell_authority(settings: Settings, found: Kept) -> None:
    root = found.authority
    assert root is not None, "asked for by the caller"
    say(f"Loại: chứng chỉ gốc riêng của hội chợ, đến {format_moment(root.not_valid_after_utc)}")
    say("Dấu vân tay SHA-256 của chứng chỉ gốc (đối chiếu với màn hình điện thoại):")
    groups = folder.fingerprint(root).split(" ")
    for at in range(0, len(groups), GROUPS_A_LINE):
        say(f"  {' '.join(groups[at : at + GROUPS_A_LINE])}")
    if found.authority_key_file.exists():
        say(
            "Khóa gốc: giữ trên máy này, gia hạn và đổi địa chỉ được. Ai lấy được nó giả được "
            "máy chủ này, nhưng không giả được trang nào khác."
        )
    else:
        say(
            "Khóa gốc: đã xóa, không ai ký thêm được. Đổi địa chỉ hoặc hết hạn thì phải tạo lại "
            "và điện thoại phải cài lại."
        )
    say(
        f"Bước tiếp theo: fair-pos serve --host 0.0.0.0, điện thoại mở http://…:{settings.port}/cai-dat"
    )

"""`rehearse`: a whole fair with faults, in a folder of its own, judged at the end."""

import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from fair_pos.cli import terminal
from fair_pos.cli.terminal import complain, say
from fair_pos.core.errors import FairPosError
from fair_pos.core.money import format_vnd
from fair_pos.rehearsal import play
from fair_pos.rehearsal.disk import DiskWay
from fair_pos.rehearsal.outcome import Outcome
from fair_pos.rehearsal.script import Script

SHOWN_WRONGS = 5


class LeftoversError(FairPosError):
    """A rehearsal begins in an empty folder, so that it judges its own fair only."""

    code = "leftovers"
    vi = "{detail} không trống. Chọn thư mục mới cho --keep."
    en = "{detail} is not empty. Choose a new folder for --keep."


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(rehearse)


def rehearse(
    booths: Annotated[int, typer.Option(min=1, max=400, help="Số gian, mỗi gian một quầy.")] = 8,
    minutes: Annotated[float, typer.Option(min=0.2, max=600, help="Số phút chạy thật.")] = 1,
    speed: Annotated[float, typer.Option(min=1, max=3600, help="Giờ hội chợ nhanh gấp.")] = 60,
    seed: Annotated[int, typer.Option(help="Cùng số thì cùng các đơn và sự cố.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Trả lời dạng JSON.")] = False,
    keep: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Giữ lại sổ, nhật ký quầy và phiếu in.")
    ] = None,
) -> None:
    """Diễn tập cả một hội chợ với đủ loại sự cố, rồi đối chiếu sổ với từng quầy."""
    script = Script(booths=booths, minutes=minutes, speed=speed, seed=seed, keeps=keep is not None)
    with _ended_cleanly(), _folder(keep) as folder:
        with _telling(as_json=as_json) as tell:
            outcome = play.rehearse(script, folder, tell)
        if as_json:
            terminal.say_json(outcome.as_json())
        else:
            _tell(outcome)
    if not outcome.passed:
        raise typer.Exit(1)


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    """Give an empty folder; never one with anything in it.

    Raises:
        LeftoversError: there is something in it.
    """
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="fair-pos-rehearse-") as temporary:
            yield Path(temporary)
        return
    if keep.exists() and any(keep.iterdir()):
        raise LeftoversError(str(keep))
    keep.mkdir(parents=True, exist_ok=True)
    yield keep


@contextmanager
def _ended_cleanly() -> Iterator[None]:
    """Let a polite kill, or a closed window, end like Ctrl+C: nothing is left running."""

    def stop(_: int, __: FrameType | None) -> None:
        raise KeyboardInterrupt

    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]  # Windows: one
    before = {name: signal.signal(getattr(signal, name), stop) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


@contextmanager
def _telling(*, as_json: bool) -> Iterator[Callable[[str], None]]:
    """Say what is happening: a line that changes, or plain lines where there is no terminal."""
    from rich.console import Console  # noqa: PLC0415  slow to load, and rarely needed

    console = Console(stderr=True)
    if as_json or not console.is_terminal:
        yield (lambda _: None) if as_json else complain
        return
    with console.status("Diễn tập") as status:

        def tell(text: str) -> None:
            console.print(f"[dim]{text}[/dim]")
            status.update(text)

        yield tell


def _tell(outcome: Outcome) -> None:
    found = outcome.judgement
    number = sum(outcome.faults.values())
    say(
        f"Đã diễn tập: {format_vnd(outcome.sales)} đơn, {number} sự cố, hạt giống "
        f"{outcome.script.seed}. Mất {len(found.lost)}, trùng {len(found.doubled)}. "
        + ("Sổ khớp." if outcome.passed else "SỔ KHÔNG KHỚP.")
    )
    if outcome.disk_full_by is DiskWay.IMPOSSIBLE:
        complain("Máy này không làm đầy đĩa được: chưa thử sự cố đĩa đầy.")
    elif outcome.disk_full_by is DiskWay.SIZE_LIMIT:
        complain("Không gắn được đĩa nhỏ: đã thử đĩa đầy bằng giới hạn cỡ tệp.")
    if outcome.missing:
        complain(f"Sự cố chưa xảy ra lần nào: {', '.join(outcome.missing)}.")
    if outcome.papers.again_after_restore:
        complain(
            f"Sau khi khôi phục, {outcome.papers.again_after_restore} phiếu in lại lần nữa: "
            "bản sao lưu không biết phiếu nào đã in."
        )
    for wrong in found.wrong[:SHOWN_WRONGS]:
        complain(wrong.sentence())
    if len(found.wrong) > SHOWN_WRONGS:
        complain(f"… và {len(found.wrong) - SHOWN_WRONGS} chỗ nữa (--json, --keep).")

"""What `serve` asks before it opens its door: is the book whole, and does it go far enough?"""

from sqlmodel import Session

from fair_pos.cli import space
from fair_pos.cli.backup import RESENT
from fair_pos.cli.terminal import complain
from fair_pos.core.clock import Clock, format_moment, parse_utc
from fair_pos.core.errors import FairPosError
from fair_pos.db import checkup, copies, journal, takeover, witness
from fair_pos.db.engine import sqlite_driver
from fair_pos.db.store import open_store
from fair_pos.settings import Settings


class DamagedError(FairPosError):
    """The database cannot be trusted: nothing is sold on it, a restore is offered."""

    code = "damaged"
    status = 503
    vi = (
        "Cơ sở dữ liệu hỏng: {detail}.\n{offer}\n"
        "Quầy vẫn bán được khi máy chủ nghỉ; đơn trong 48 giờ qua sẽ tự gửi lại."
    )
    en = (
        "The database is damaged: {detail}.\n{offer}\n"
        "Tills sell on while the server rests; the sales of the last 48 hours come again."
    )


class TakenOverError(FairPosError):
    """A standby went on with this site: sales here would be a second book."""

    code = "taken_over"
    status = 503
    vi = (
        "Máy dự phòng đã tiếp quản điểm bán này lúc {detail}: máy này không bán nữa.\n"
        "Muốn dùng lại máy này: sao lưu ở máy dự phòng, tắt nó, rồi chạy ở đây: "
        'fair-pos --data "{data}" restore --force TỆP'
    )
    en = (
        "A standby took over this site at {detail}: this machine sells no more.\n"
        "To use it again: back up on the standby, stop it, then run here: "
        'fair-pos --data "{data}" restore --force FILE'
    )


def make_ready(settings: Settings, clock: Clock) -> None:
    """Check the embedded database; where its newest facts are missing, start a new epoch.

    After a program that ended as it should only the end of the chain is compared.

    Raises:
        DamagedError: the file or the chain is broken.
        TakenOverError: a standby sells in its place.
    """
    if settings.database_url or not settings.sqlite_file.exists():
        return
    _tell_room(settings)
    note = witness.read(settings)
    if note is None or not note.stopped:
        _refuse_damaged(settings, checkup.damage(settings.sqlite_file))
    _refuse_taken_over(settings)
    if note is None:
        return
    try:
        short = witness.missing(settings.sqlite_file, note)
    except sqlite_driver().DatabaseError as error:
        _refuse_damaged(settings, str(error))
        return
    if short or witness.was_cut(note, clock):
        _begin_again(settings, clock, note, short)


def _tell_room(settings: Settings) -> None:
    free = space.free_mb(settings.data)
    if free < space.LOW_MB:
        complain(f"Đĩa {space.words(free)}.")


def _refuse_damaged(settings: Settings, damage: str) -> None:
    if damage:
        raise DamagedError(damage, offer=_offer(settings))


def _refuse_taken_over(settings: Settings) -> None:
    found = takeover.elsewhere(settings, copies.remembered(settings))
    if found is not None:
        raise TakenOverError(format_moment(parse_utc(found.at)), data=str(settings.data))


def _offer(settings: Settings) -> str:
    copy = copies.newest_good(copies.remembered(settings), settings.site)
    if copy is None:
        return (
            "Không thấy bản sao lưu tốt nào. Giữ nguyên thư mục dữ liệu; có bản sao ở nơi khác thì "
            f'chạy: fair-pos --data "{settings.data}" restore --force TỆP'
        )
    command = f'fair-pos --data "{settings.data}" restore --force "{copy.file}"'
    return f"Bản sao lưu tốt mới nhất: {copy.file.name} ({copy.when}). Chạy: {command}"


def _begin_again(settings: Settings, clock: Clock, note: witness.Note, short: int) -> None:
    store = open_store(settings, clock)
    why = {"missing": short, "noted": {"epoch": note.epoch, "seq": note.seq, "hash": note.hash}}
    try:

        def action(session: Session) -> None:
            journal.begin_again(session, clock, why)

        store.lane.run(action)
    finally:
        store.close()
    witness.forget(settings)
    complain(f"{_words(note, short)} Nhật ký sang kỳ mới. {RESENT}")


def _words(note: witness.Note, short: int) -> str:
    if short > 0:
        return f"Thiếu {short} việc sau dòng nhật ký {note.seq - short}: đĩa đã mất phần ghi cuối."
    if short < 0:
        return "Cơ sở dữ liệu không phải bản máy này dùng lần trước."
    return "Lần trước máy tắt đột ngột; đã kiểm tra, dữ liệu lành."

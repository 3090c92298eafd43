"""Lets the drawn faults happen, each at its moment, and counts those that did."""

import heapq
import itertools
import shutil
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from fair_pos.rehearsal.disk import Disk, DiskWay
from fair_pos.rehearsal.faults import SERVER, Fault, Kind
from fair_pos.rehearsal.printers import Printers
from fair_pos.rehearsal.processes import CAN_FREEZE, Site
from fair_pos.rehearsal.proxy import Trick, Way
from fair_pos.rehearsal.till import Death
from fair_pos.rehearsal.vendor import Vendor

FULL_SEEN_S = 8.0
_FULL = (507, 500)

_SAYING = {
    Kind.SERVER_KILLED: "Tắt nóng máy chủ",
    Kind.SERVER_FROZEN: "Máy chủ đứng hình",
    Kind.SERVER_CLOCK: "Đồng hồ máy chủ chạy sai",
    Kind.DISK_FULL: "Đĩa máy chủ đầy",
    Kind.BACKUP: "Sao lưu giữa lúc bán",
    Kind.RESTORED: "Khôi phục bản sao lưu cũ",
    Kind.TILL_DIED: "Máy quầy tắt ngang",
    Kind.TILL_CLOCK: "Đồng hồ máy quầy chạy sai",
    Kind.TILL_OFFLINE: "Quầy mất mạng",
    Kind.TILL_OFFLINE_LONG: "Quầy mất mạng rất lâu",
    Kind.TWIN: "Hai máy chung một quầy",
    Kind.POISON: "Dữ liệu hỏng chen vào hàng chờ",
    Kind.PRINTER_OFF: "Tắt máy in",
    Kind.PRINTER_DIED: "Máy in tắt giữa phiếu",
    Kind.PAPER_OUT: "Máy in hết giấy",
    Trick.LOST_ANSWER: "Mất câu trả lời của máy chủ",
    Trick.LOST_REQUEST: "Đơn gửi không tới máy chủ",
    Trick.DUPLICATED: "Đơn tới hai lần",
    Trick.REORDERED: "Đơn tới sai thứ tự",
    Trick.CAPTIVE_PORTAL: "Wi-Fi chặn bằng trang đăng nhập",
}


@dataclass
class Conductor:
    """The play's machinery and the hands on it."""

    site: Site
    way: Way
    disk: Disk
    printers: Printers
    vendors: Sequence[Vendor]
    backups: Path
    twin_of: Callable[[Vendor], Vendor]
    tell: Callable[[str], None]
    planned: Sequence[Fault]
    done: Counter[str] = field(default_factory=Counter)
    restored_s: list[float] = field(default_factory=list)
    twins: list[Vendor] = field(default_factory=list)
    _ends: list[tuple[float, int, Callable[[], None]]] = field(default_factory=list)
    _order: "itertools.count[int]" = field(default_factory=itertools.count)
    _server_lane: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))
    _server_faults: "list[Future[None]]" = field(default_factory=list)

    def play(self, began_s: float, until_s: float) -> None:
        """Let everything happen until the end; then everything is whole again."""
        waiting = list(self.planned)
        while waiting or time.monotonic() - began_s < until_s:
            while waiting and waiting[0].at_s <= time.monotonic() - began_s:
                self._begin(waiting.pop(0))
            self._end_due(time.monotonic())
            self._raise_broken()
            time.sleep(0.02)
        self.mend()

    def mend(self) -> None:
        """End every fault that still holds."""
        self.way.disarm()
        self._end_due(float("inf"))
        self._server_lane.shutdown()
        self._raise_broken()

    def _begin(self, fault: Fault) -> None:
        if fault.kind in SERVER:
            self._server_faults.append(self._server_lane.submit(self._on_server, fault))
            return
        if isinstance(fault.kind, Trick):
            self.way.arm(fault.kind, int(fault.amount))
            self._say(fault.kind, self.way.done[fault.kind] + 1)
            return
        self.done[fault.kind] += 1
        self._say(fault.kind, self.done[fault.kind])
        if fault.kind in {Kind.PRINTER_OFF, Kind.PRINTER_DIED, Kind.PAPER_OUT}:
            self._on_printer(fault)
        else:
            self._on_till(fault, self.vendors[fault.target])

    def _on_till(self, fault: Fault, vendor: Vendor) -> None:
        match fault.kind:
            case Kind.TILL_OFFLINE | Kind.TILL_OFFLINE_LONG:
                vendor.till.wire.cuts += 1
                self._later(fault.lasts_s, lambda: _join(vendor))
            case Kind.TILL_DIED:
                vendor.die(Death.TORN if fault.amount else Death.STORED)
            case Kind.TILL_CLOCK:
                vendor.till.clock.skew = timedelta(seconds=fault.amount)
                self._later(fault.lasts_s, lambda: _set_right(vendor))
            case Kind.TWIN:
                twin = self.twin_of(vendor)
                self.twins.append(twin)
                twin.start()
            case Kind.POISON:
                vendor.poisons += 1

    def _on_printer(self, fault: Fault) -> None:
        tell, number = self.printers.tell, fault.target
        match fault.kind:
            case Kind.PRINTER_OFF:
                tell(number, "off")
                self._later(fault.lasts_s, lambda: tell(number, "on"))
            case Kind.PAPER_OUT:
                tell(number, "paper_out")
                self._later(fault.lasts_s, lambda: tell(number, "paper_in"))
            case Kind.PRINTER_DIED:
                tell(number, "cut", int(fault.amount))

    def _on_server(self, fault: Fault) -> None:
        self._say(fault.kind, self.done[fault.kind] + 1)
        if self._do_on_server(fault):
            self.done[fault.kind] += 1

    def _do_on_server(self, fault: Fault) -> bool:
        match fault.kind:
            case Kind.SERVER_KILLED:
                self.site.kill()
                self.site.start()
            case Kind.SERVER_FROZEN:
                if not CAN_FREEZE:
                    return False
                self.site.freeze()
                time.sleep(fault.lasts_s)
                self.site.thaw()
            case Kind.SERVER_CLOCK:
                self.site.skew(fault.amount)
                time.sleep(fault.lasts_s)
                self.site.skew(0)
            case Kind.DISK_FULL:
                return self._fill_disk(fault.lasts_s)
            case Kind.BACKUP:
                shutil.rmtree(self.backups, ignore_errors=True)
                self.site.command("backup", str(self.backups))
            case Kind.RESTORED:
                self._restore()
        return True

    def _fill_disk(self, lasts_s: float) -> bool:
        """Fill the disk until a till was told so; False when none ever was."""
        if self.disk.way is DiskWay.IMPOSSIBLE or self.site.process is None:
            return False
        pid, before = self.site.process.pid, self._told_full()
        self.disk.fill(pid)
        try:
            until = time.monotonic() + FULL_SEEN_S
            while self._told_full() == before and time.monotonic() < until:
                time.sleep(0.05)
            time.sleep(lasts_s)
        finally:
            self.disk.free(pid)
        return self._told_full() > before

    def _told_full(self) -> int:
        return sum(self.way.statuses[status] for status in _FULL)

    def _restore(self) -> None:
        [backup] = self.backups.glob("*.db")
        self.site.stop()
        self.site.command("restore", str(backup), "--force")
        self.restored_s.append(time.monotonic())
        self.site.start()

    def _later(self, after_s: float, act: Callable[[], None]) -> None:
        heapq.heappush(self._ends, (time.monotonic() + after_s, next(self._order), act))

    def _end_due(self, now_s: float) -> None:
        while self._ends and self._ends[0][0] <= now_s:
            heapq.heappop(self._ends)[2]()

    def _raise_broken(self) -> None:
        for future in self._server_faults:
            if future.done():
                future.result()

    def _say(self, kind: Kind | Trick, number: int) -> None:
        self.tell(f"{_SAYING[kind]} (lần {number})")


def _join(vendor: Vendor) -> None:
    vendor.till.wire.cuts -= 1


def _set_right(vendor: Vendor) -> None:
    vendor.till.clock.skew = timedelta()

"""USB on a bus of our own, serial on a pseudo terminal: python-escpos' transports without metal."""

import array
import os
import threading
import tty
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from usb.backend import IBackend
from usb.core import USBTimeoutError

from fair_pos.printing import cable, paper, profiles, render
from fair_pos.printing.addresses import SerialAddress, UsbAddress
from fair_pos.printing.outcome import Fault, Outcome, PaperLeft, Reach, Sheet
from fair_pos.printing.talk import Pace
from tests.printing.papers import receipt

PACE = Pace(
    pause_s=0, status_s=0.2, send_s=1, done_s=0.3, close_s=0.3, chunk_bytes=9216,
    bytes_a_second=1_000_000,
)  # fmt: skip
JOB = render.to_bytes(receipt(), profiles.load("generic-80"))


@dataclass
class Bus(IBackend):
    """A bus with one printer; pyusb talks to it as to libusb."""

    answers: bool = True
    paper_out: bool = False
    hangs_after: int | None = None
    got: bytearray = field(default_factory=bytearray)
    heard: list[bytes] = field(default_factory=list)
    resets: int = 0

    def enumerate_devices(self) -> Iterator[str]:
        yield "printer"

    def get_device_descriptor(self, dev: str) -> Any:
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x200, bDeviceClass=7, bDeviceSubClass=1,
            bDeviceProtocol=2, bMaxPacketSize0=64, idVendor=0x04B8, idProduct=0x0E15,
            bcdDevice=0x100, iManufacturer=0, iProduct=0, iSerialNumber=0, bNumConfigurations=1,
            address=1, bus=1, port_number=1, port_numbers=(1,), speed=3,
        )  # fmt: skip

    def get_configuration_descriptor(self, dev: str, config: int) -> Any:
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=32, bNumInterfaces=1, bConfigurationValue=1,
            iConfiguration=0, bmAttributes=0xC0, bMaxPower=1, extra_descriptors=[],
        )  # fmt: skip

    def get_interface_descriptor(self, dev: str, intf: int, alt: int, config: int) -> Any:
        if intf or alt or config:
            raise IndexError
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=0, bAlternateSetting=0, bNumEndpoints=2,
            bInterfaceClass=7, bInterfaceSubClass=1, bInterfaceProtocol=2, iInterface=0,
            extra_descriptors=[],
        )  # fmt: skip

    def get_endpoint_descriptor(self, dev: str, ep: int, intf: int, alt: int, config: int) -> Any:
        return SimpleNamespace(
            bLength=7, bDescriptorType=5, bEndpointAddress=(0x01, 0x82)[ep], bmAttributes=2,
            wMaxPacketSize=64, bInterval=0, bRefresh=0, bSynchAddress=0, extra_descriptors=[],
        )  # fmt: skip

    def open_device(self, dev: str) -> str:
        return dev

    def close_device(self, dev_handle: str) -> None: ...
    def set_configuration(self, dev_handle: str, config_value: int) -> None:
        self.resets += 1

    def get_configuration(self, dev_handle: str) -> int:
        return 1

    def claim_interface(self, dev_handle: str, intf: int) -> None: ...
    def release_interface(self, dev_handle: str, intf: int) -> None: ...
    def reset_device(self, dev_handle: str) -> None:
        self.resets += 1

    def bulk_write(self, dev_handle: str, ep: int, intf: int, data: Any, timeout: int) -> int:
        part = bytes(data)
        if part[:2] == b"\x10\x04":
            bits = 0x72 if self.paper_out and part[2] == 4 else 0x12
            self.heard += [bytes([bits])] if self.answers else []
            return len(part)
        if part == b"\x1dr\x01":
            self.heard += [b"\x00"] if self.answers else []
            return len(part)
        if self.hangs_after is not None and len(self.got) >= self.hangs_after:
            raise USBTimeoutError("timed out", errno=110)
        self.got += part
        return len(part)

    def bulk_read(self, dev_handle: str, ep: int, intf: int, buff: Any, timeout: int) -> int:
        if not self.heard:
            raise USBTimeoutError("timed out", errno=110)
        said = array.array("B", self.heard.pop(0))
        buff[: len(said)] = said
        return len(said)


def usb(bus: Bus, product: int = 0x0E15) -> cable.CableDriver:
    return cable.usb_driver(UsbAddress(0x04B8, product), PACE, backend=bus)


def send(driver: cable.CableDriver) -> tuple[Outcome, int]:
    begun: list[int] = []
    return driver.send(Sheet("job", JOB), lambda: begun.append(1)), len(begun)


def test_a_usb_printer_gets_the_whole_paper_and_confirms_it():
    bus = Bus()
    assert send(usb(bus)) == (Outcome(Reach.CONFIRMED), 1)
    assert bytes(bus.got) == JOB
    assert len(paper.read(bytes(bus.got)).sheets) == 1


def test_a_silent_usb_printer_counts_as_sent():
    assert send(usb(Bus(answers=False))) == (Outcome(Reach.SENT), 1)


def test_a_next_paper_does_not_reset_the_printer_that_still_prints_the_last():
    bus = Bus(answers=False)
    assert [send(usb(bus))[0].reach for _ in range(2)] == [Reach.SENT, Reach.SENT]
    assert bus.resets == 0


def test_nothing_goes_to_a_usb_printer_without_paper():
    bus = Bus(paper_out=True)
    assert send(usb(bus)) == (Outcome(Reach.NOTHING, Fault.PAPER_OUT), 0)
    assert usb(bus).condition().paper is PaperLeft.OUT
    assert bus.got == b""


@pytest.mark.parametrize("count", [0, 9216])
def test_a_usb_write_that_ran_out_of_time_is_never_repeated_by_itself(count: int):
    assert send(usb(Bus(hangs_after=count))) == (Outcome(Reach.UNKNOWN, Fault.TIMED_OUT), 1)


def test_a_usb_printer_that_is_unplugged_is_not_found():
    assert send(usb(Bus(), product=0x9999)) == (Outcome(Reach.NOTHING, Fault.NOT_FOUND), 0)
    assert usb(Bus(), product=0x9999).condition().fault is Fault.NOT_FOUND


def test_usb_without_its_library_says_so(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(__import__("sys").modules, "usb.core", None)
    assert send(usb(Bus())) == (Outcome(Reach.NOTHING, Fault.NO_DRIVER), 0)
    assert usb(Bus()).condition().fault is Fault.NO_DRIVER


@contextmanager
def terminal(*, reads: bool = True) -> Iterator[tuple[str, bytearray]]:
    """A serial printer: gives its port and what it got. It answers nothing."""
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    got = bytearray()
    stop = threading.Event()

    def listen() -> None:
        with suppress(OSError):
            while not stop.is_set():
                got.extend(os.read(ours, 4096))

    listener = threading.Thread(target=listen, daemon=True)
    if reads:
        listener.start()
    try:
        yield os.ttyname(theirs), got
    finally:
        stop.set()
        with suppress(OSError):
            os.write(theirs, b"\x00")
        if reads:
            listener.join(timeout=5)
            os.set_blocking(ours, False)
            with suppress(BlockingIOError):
                while rest := os.read(ours, 4096):
                    got.extend(rest)
        os.close(ours)
        os.close(theirs)


def test_a_serial_printer_gets_the_whole_paper():
    with terminal() as (port, got):
        assert send(cable.serial_driver(SerialAddress(port), PACE)) == (Outcome(Reach.SENT), 1)
    job = bytes(got).replace(b"\x10\x04\x04", b"", 1).rstrip(b"\x00")
    assert job == JOB.rstrip(b"\x00")


def test_a_serial_printer_that_takes_nothing_is_given_up_and_unknown():
    with terminal(reads=False) as (port, _):
        outcome, begun = send(cable.serial_driver(SerialAddress(port), PACE))
    assert (outcome, begun) == (Outcome(Reach.UNKNOWN, Fault.TIMED_OUT), 1)


def test_a_port_that_is_not_there_is_not_found():
    driver = cable.serial_driver(SerialAddress("/dev/ttyNONE9"), PACE)
    assert send(driver) == (Outcome(Reach.NOTHING, Fault.NOT_FOUND), 0)
    assert driver.condition().fault is Fault.NOT_FOUND

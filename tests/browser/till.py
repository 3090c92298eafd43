"""The hands of the tests: sign in, open the shift, tap a tile, press keys."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.cast import LEADER_PIN, PIN


@dataclass
class Hand:
    """A finger that counts its taps."""

    page: Page
    taps: int = 0

    def tap(self, target: Locator | str) -> None:
        """Tap a button by its words, or any element."""
        found = self.button(target) if isinstance(target, str) else target
        found.click()
        self.taps += 1

    def button(self, words: str) -> Locator:
        # the last one stands in the topmost sheet; a sheet that is closing is waited out
        return self.page.get_by_role("button", name=words, exact=True).last

    def keys(self, signs: str) -> None:
        """Tap keys of the pad, one by one."""
        for sign in signs.split():
            self.tap(self.page.locator(".pad").last.get_by_role("button", name=sign, exact=True))

    def tile(self, name: str) -> None:
        self.tap(self.page.locator(".tile", has_text=name))


def sign_in(page: Page, *, leader: bool = False) -> Hand:
    """Sign in and open the shift where none is open."""
    hand = Hand(page)
    hand.tap(page.locator(".name", has_text="Bình" if leader else "Hạnh"))
    hand.keys(" ".join(LEADER_PIN if leader else PIN))
    expect(page.locator("#screen:not([data-name=signin])")).to_be_attached()
    if page.locator("#screen[data-name=opening]").count():
        hand.tap(page.get_by_role("button", name="500.000", exact=True))
        hand.tap(page.get_by_role("button", name="Mở ca", exact=True))
    expect(page.locator(".tiles")).to_be_visible()
    hand.taps = 0
    return hand


def reference_basket(hand: Hand) -> None:
    """Put the sale of the pictures into the basket: 450.000 less 9.000."""
    hand.tile("Mực một nắng")
    hand.keys(", 4 5")
    hand.tap("Thêm vào giỏ")
    for name in ["Trứng vịt", "Trứng vịt", "Nước khoáng", "Nước khoáng", "Nước khoáng"]:
        hand.tile(name)
    hand.tile("Cam Vạn Yên")
    hand.keys("1 , 2")
    hand.tap("Thêm vào giỏ")
    if hand.page.viewport_size["width"] < 760:
        hand.tap(hand.page.locator(".basket-button"))
    hand.tap(hand.page.locator(".line-left", has_text="Trứng vịt"))
    hand.tap("10%")
    hand.tap("Xong")


def until(page: Page, asked: str, arg: object = None) -> None:
    """Wait until an async question of the page is answered by yes.

    Playwright's `wait_for_function` takes its promise for a yes (1.65.2, seen 2026-11-22).
    """
    page.evaluate(
        f"""async (arg) => {{
          const asked = {asked};
          for (let at = 0; at < 500; at += 1) {{
            if (await asked(arg)) return;
            await new Promise((next) => setTimeout(next, 20));
          }}
          throw new Error('never');
        }}""",
        arg,
    )

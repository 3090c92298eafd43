"""A tile that is held shows the product; a tap stays a tap, however slow the phone."""

import pytest
from playwright.sync_api import expect

from tests.browser.till import sign_in

pytestmark = pytest.mark.browser

TAP_ON_A_PAGE_THAT_STOPS = """tile => new Promise(done => {
  const say = name => tile.dispatchEvent(new PointerEvent(name, {bubbles: true}))
  const began = performance.now()
  say('pointerdown')
  setTimeout(() => { say('pointerup'); tile.click(); done() }, 510)
  while (performance.now() - began < 1500);
})"""
"""The finger's leaving is told after every timer that came due while the page stood still."""


def test_a_held_tile_shows_the_product_and_sells_nothing(open_till):
    page = open_till()
    sign_in(page)
    page.locator(".tile", has_text="Trứng vịt").hover()
    page.mouse.down()
    expect(page.locator("dialog[data-name=product]")).to_contain_text("Trứng vịt")
    page.mouse.up()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator(".bottom .pay")).to_be_disabled()


def test_a_tap_on_a_page_that_stands_still_for_a_second_and_a_half_sells(open_till):
    page = open_till()
    sign_in(page)
    page.locator(".tile", has_text="Trứng vịt").evaluate(TAP_ON_A_PAGE_THAT_STOPS)
    expect(page.locator(".bottom .pay")).to_contain_text("45.000")
    expect(page.locator("dialog")).to_have_count(0)

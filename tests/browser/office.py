"""The hands of the organiser: saving, reading a refusal, walking by keyboard."""

from playwright.sync_api import Page

FOCUSED = """within => {
  const one = document.activeElement
  return one.closest(within) ? [one.innerText?.trim(), one.name, one.value] : []
}"""
MOST_TABS = 80


def save(page: Page) -> None:
    page.get_by_role("button", name="Lưu", exact=True).click()


def refusal_of(page: Page, label: str) -> str:
    """Return the sentence under a field that was refused."""
    field = page.get_by_label(label).first
    assert field.get_attribute("aria-invalid") == "true", label
    [fault] = [
        one for one in (field.get_attribute("aria-describedby") or "").split() if "fault" in one
    ]
    return page.locator(f"#{fault}").inner_text().strip()


def press_until(page: Page, words: str, within: str = "body") -> None:
    """Press Tab until the thing with these words or this name has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if words in page.evaluate(FOCUSED, within):
            return
    raise AssertionError(f"no way to {words} by keyboard")

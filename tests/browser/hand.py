"""A hand at a page that counts what it does: keys, clicks, taps. Words that are typed are not counted: nobody can do without them."""

from typing import Any

from playwright.sync_api import Page


class Hand:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.keys = self.clicks = self.taps = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
        self.keys += len(keys)

    def type(self, words: str) -> None:
        """Into whatever has the focus: a field that has to be looked for first costs a click."""
        self.page.keyboard.type(words)

    def click(self, target: Any) -> None:
        self._at(target).click()
        self.clicks += 1

    def choose(self, target: str, choice: str | int) -> None:
        """From a list that opens: one click for the list, one for the line."""
        into = {"index": choice} if isinstance(choice, int) else {"value": choice}
        self._at(target).select_option(**into)  # type: ignore[arg-type]
        self.clicks += 2

    def click_at(self, x: float, y: float) -> None:
        self.page.mouse.click(x, y)
        self.clicks += 1

    def tap(self, target: Any) -> None:
        self._at(target).tap()
        self.taps += 1

    def _at(self, target: Any) -> Any:
        return self.page.locator(target).first if isinstance(target, str) else target

    @property
    def spent(self) -> str:
        """``2 K 1 C``"""
        counted = ((self.keys, "K"), (self.clicks, "C"), (self.taps, "T"))
        return " ".join(f"{count} {what}" for count, what in counted if count)

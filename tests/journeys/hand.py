"""A hand that goes a way and counts what it does."""

from playwright.sync_api import Page


class Hand:
    """Presses and fills in as a person does, and counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.did = page, 0

    def press(self, name: str, role: str = "button") -> None:
        self.did += 1
        self.page.get_by_role(role, name=name, exact=True).click()

    def fill(self, label: str, words: str) -> None:
        self.did += 1
        self.page.get_by_label(label, exact=True).fill(words)

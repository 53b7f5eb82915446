"""A tab of a real browser, opened on a built site with the network cut."""

import shutil

import pytest
from built import Site
from playwright import sync_api

CHROMIUM = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)

NEEDS_A_BROWSER = [
    pytest.mark.enable_socket,  # the test talks to the browser through one
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
]


class Visit:
    """A tab without network, and what went wrong in it."""

    def __init__(self, browser: sync_api.Browser, site: Site, width: int = 1280, height: int = 900, *, script: bool = True) -> None:
        self.site = site
        self.context = browser.new_context(offline=True, viewport={"width": width, "height": height}, java_script_enabled=script)
        self.page = self.context.new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text) if message.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, path: str) -> sync_api.Page:
        self.page.goto((self.site.root / path).resolve().as_uri())
        return self.page

    @property
    def left(self) -> list[str]:
        return [request for request in self.requests if not request.startswith(("file:", "data:", "blob:", "about:"))]

"""Open a page in Chromium 69 (QtWebEngine 5.12) and answer a question about it; run by the interpreter of .venv-old.

    python chromium69.py ADDRESS EXPRESSION [PICTURE [WIDTH HEIGHT]]

Waits until EXPRESSION is neither false, null nor undefined, at most a minute; prints {"value", "messages", "agent"}.
"""

# mypy: ignore-errors
from __future__ import annotations

import json
import sys
import time

from PyQt5.QtCore import QTimer, QUrl
from PyQt5.QtWebEngineWidgets import QWebEnginePage, QWebEngineSettings, QWebEngineView
from PyQt5.QtWidgets import QApplication

POLL, LIMIT = 100, 60  # milliseconds, seconds
PAINTED = """window.framesPainted = 0;
(function next() { window.framesPainted += 1; window.requestAnimationFrame(next); }());"""


class Page(QWebEnginePage):
    """Keeps what the page writes to its console, uncaught errors among it."""

    def __init__(self, parent):
        super().__init__(parent)
        self.messages = []

    def javaScriptConsoleMessage(self, level, message, line, source):
        self.messages.append(f"{source.rsplit('/', 1)[-1]}:{line}: {message}")


def main(address, expression, picture="", width="1280", height="720"):
    """Ask until there is an answer."""
    app = QApplication([sys.argv[0], "--no-sandbox", "--disable-gpu"])
    view = QWebEngineView()
    page = Page(view)
    page.settings().setAttribute(QWebEngineSettings.PlaybackRequiresUserGesture, False)
    view.setPage(page)
    view.resize(int(width), int(height))
    view.show()
    started = time.monotonic()

    def answered(value):
        late = time.monotonic() - started > LIMIT
        if value in (None, False) and not late:
            QTimer.singleShot(POLL, ask)
            return
        if picture:  # the page is as asked for; what is on the screen comes some frames later
            page.runJavaScript(PAINTED)
            QTimer.singleShot(POLL, lambda: page.runJavaScript("window.framesPainted > 3", lambda so: take(so, value)))
        else:
            tell(value)

    def take(painted, value):
        if not painted and time.monotonic() - started < LIMIT:
            QTimer.singleShot(POLL, lambda: page.runJavaScript("window.framesPainted > 3", lambda so: take(so, value)))
            return
        view.grab().save(picture)
        tell(value)

    def tell(value):
        answer = {"value": value, "messages": page.messages, "agent": page.profile().httpUserAgent()}
        print(json.dumps(answer))
        app.quit()

    def ask():
        page.runJavaScript(f"(function () {{ return {expression}; }}())", answered)

    view.load(QUrl(address))
    QTimer.singleShot(POLL, ask)
    app.exec_()


if __name__ == "__main__":
    main(*sys.argv[1:])

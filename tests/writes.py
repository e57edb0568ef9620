"""One command; prints every file below the project that it opened to write. A program by itself: hooks are for good."""

from __future__ import annotations

import os
import sys
from typing import Any

from campaign.cli import main

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT

if __name__ == "__main__":
    root, opened = os.path.realpath(sys.argv[1]), list[str]()

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event == "open" and isinstance(args[0], str) and args[2] & WRITING and args[0].startswith(root):
            opened.append(os.path.relpath(args[0], root))

    sys.addaudithook(hook)
    code = main(["-C", root, *sys.argv[2:]])
    print("\n".join(["written:", *opened]))
    sys.exit(code)

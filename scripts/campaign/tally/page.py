"""What the page of the progress table loads: the schema, and the two files that it fills, as one script of data."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict

from campaign.tally.form import DATA_CELLS, form_bytes
from campaign.tally.grid import address
from campaign.tally.report_docx import marker, summary_bytes
from campaign.tally.schema import Form

SHEETS = ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml")  # the table, and its hidden data
FACTS = ("name", "theme", "organiser", "organiser_short", "year", "period", "deadlines.summary")


def page_script(form: Form, words: Mapping[str, str], dates: Mapping[str, dt.date]) -> bytes:
    """`campaignReportData = {…}`: a script, since pages opened from a disk may not fetch."""
    issued = dates["issued"]
    book, layout = form_bytes(form, issued)
    data = {
        "form": asdict(form),
        "facts": {name: words[name] for name in FACTS},
        "dates": {"start": dates["start"].isoformat(), "end": dates["end"].isoformat()},
        "workbook": {
            "file": base64.b64encode(book).decode(),
            "sheet": SHEETS[0],
            "cells": {key: address(at) for key, at in layout.places.items()},
            "spare": layout.spare,
            "data": SHEETS[1],
            "json": DATA_CELLS["json"],
        },
        "summary": {
            "file": base64.b64encode(summary_bytes(form, words, issued, marker)).decode(),
            "part": "word/document.xml",
        },
    }
    text = json.dumps(data, ensure_ascii=True, separators=(",", ":"))
    return f"window.campaignReportData={text};\n".encode()

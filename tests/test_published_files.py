"""What publish-check sees of each kind of file, one file at a time; what nothing can read is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from personal import MOBILE, zipped

from campaign.publishing.search import search_file


def told(tmp_path: Path, name: str, data: bytes) -> list[str]:
    path = tmp_path / "file"
    path.write_bytes(data)
    return [str(fault) for fault in search_file(name, path)]


OLD = (".doc", ".xls", ".ppt", ".wps", ".et", ".dps", ".rtf", ".rar", ".7z", ".gz", ".heic", ".eml", ".xlsb", ".mdb")
HINT = "（提示：文档改存为 docx、xlsx 或 PDF，压缩包改成 zip；用不着就删掉）"


@pytest.mark.parametrize("suffix", OLD)
def test_kinds_of_files_that_nothing_can_read_are_told(tmp_path: Path, suffix: str) -> None:
    name = f"a{suffix.upper()}"
    assert told(tmp_path, name, b"x") == [f"{name}: {suffix} 文件里的文字没有检查{HINT}"]
    packed = zipped({f"b/{name}": "x", "b/c.mp4": "x", "b/d.png": "x"})
    assert told(tmp_path, "a.zip", packed) == [f"a.zip: b/{name}：{suffix} 文件里的文字没有检查{HINT}"]
    assert told(tmp_path, "a.zip", zipped({"b.zip": packed})) == [
        f"a.zip: b.zip/b/{name}：{suffix} 文件里的文字没有检查{HINT}"
    ]


def test_of_office_files_only_what_was_put_into_them_is_told(tmp_path: Path) -> None:
    own = {"xl/printerSettings/a.bin": "x", "xl/media/a.emf": "x", "xl/fonts/a.odttf": "x"}
    assert told(tmp_path, "a.xlsx", zipped(own)) == []
    put = zipped({**own, "word/embeddings/oleObject1.bin": "x"})
    assert told(tmp_path, "a.docx", put) == [f"a.docx: word/embeddings/oleObject1.bin：.bin 文件里的文字没有检查{HINT}"]


@pytest.mark.parametrize("name", ["a.woff2", "a.mp4", "a.ICO", "sitemap.xml.gz"])
def test_files_without_words_are_nothing_to_tell(tmp_path: Path, name: str) -> None:
    assert told(tmp_path, name, b"x") == []


@pytest.mark.parametrize("suffix", [".dotm", ".xltx", ".ppsx", ".ott", ".ofd", ".kmz"])
def test_all_kinds_of_packed_office_files_are_opened(tmp_path: Path, suffix: str) -> None:
    data = zipped({"a/b.xml": f"<a>{MOBILE}</a>"})
    assert "像手机号码：138****1234" in told(tmp_path, f"a{suffix}", data)[0]

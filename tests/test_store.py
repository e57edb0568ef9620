"""Files that are whole or absent: atomic writes, the cache's objects and records, folders swapped in."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

import pytest

from campaign.store import (
    Store,
    digest,
    finish_swap,
    fresh_folder,
    mirror,
    place,
    publish,
    renewed,
    swap_in,
    write_atomic,
)

KEY = "ab" * 32


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text() for path in sorted(folder.rglob("*")) if path.is_file()
    }


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """A finished folder, and a new one made beside it."""
    final = tmp_path / "kit"
    write_atomic(final / "a" / "old.txt", b"old")
    work = fresh_folder(final)
    write_atomic(work / "new.txt", b"new")
    return work, final


def test_a_file_is_written_with_its_folders_and_nothing_stays_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "c.txt"
    write_atomic(path, b"one")
    write_atomic(path, b"two")
    assert path.read_bytes() == b"two"
    assert [p.name for p in path.parent.iterdir()] == ["c.txt"]
    assert path.stat().st_mode & 0o777 == 0o644


def test_a_write_that_fails_leaves_the_old_file_and_no_scraps(tmp_path: Path) -> None:
    target = tmp_path / "folder"
    (target / "inside").mkdir(parents=True)
    with pytest.raises(OSError, match=r"folder"):
        write_atomic(target, b"data")  # a folder cannot be replaced by a file
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]
    with pytest.raises(TypeError):
        write_atomic(tmp_path / "x.txt", "text")  # type: ignore[arg-type]
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_a_digest_depends_on_where_the_parts_end() -> None:
    assert digest(b"ab", b"c") != digest(b"a", b"bc")
    assert digest(b"ab") == digest(b"ab")
    assert digest(b"ab") != digest(b"ab", b"")


def test_a_result_is_found_by_its_key_and_named_by_its_content(tmp_path: Path) -> None:
    store = Store(tmp_path / "cache")
    assert store.get(KEY) is None
    sha256 = hashlib.sha256(b"data").hexdigest()
    assert store.put(KEY, b"data") == (sha256, 4)
    assert store.get(KEY) == (sha256, 4)
    assert store.object(sha256).read_bytes() == b"data"
    assert Store(tmp_path / "cache").get(KEY) == (sha256, 4)


def test_two_keys_with_one_content_share_an_object(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert store.put(KEY, b"data") == store.put("cd" * 32, b"data")
    assert len([path for path in (tmp_path / "objects").rglob("*") if path.is_file()]) == 1


def test_a_deleted_object_counts_as_absent_and_can_be_put_again(tmp_path: Path) -> None:
    store = Store(tmp_path)
    sha256, _ = store.put(KEY, b"data")
    store.object(sha256).unlink()
    assert store.get(KEY) is None
    store.put(KEY, b"data")
    assert store.get(KEY) == (sha256, 4)


def test_an_object_without_its_record_counts_as_absent(tmp_path: Path) -> None:
    """As an interruption between the two writes leaves it."""
    store = Store(tmp_path)
    store.put(KEY, b"data")
    records = [path for path in (tmp_path / "records").rglob("*") if path.is_file()]
    assert len(records) == 1
    records[0].unlink()
    assert store.get(KEY) is None


def test_an_object_cut_short_by_a_crash_counts_as_absent(tmp_path: Path) -> None:
    store = Store(tmp_path)
    sha256, _ = store.put(KEY, b"data")
    store.object(sha256).write_bytes(b"")  # as a full disk or a lost page of the file system leaves it
    assert store.get(KEY) is None
    store.put(KEY, b"data")
    assert store.get(KEY) == (sha256, 4)
    assert store.object(sha256).read_bytes() == b"data"


def test_an_object_changed_by_a_bad_disk_is_written_again(tmp_path: Path) -> None:
    store = Store(tmp_path)
    sha256, _ = store.put(KEY, b"data")
    store.object(sha256).write_bytes(b"dada")
    store.put(KEY, b"data")
    assert store.object(sha256).read_bytes() == b"data"


def test_healing_removes_damaged_objects_and_no_others(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.heal()
    bad, good = store.put(KEY, b"data")[0], store.put("cd" * 32, b"other")
    store.object(bad).write_bytes(b"dada")
    store.heal()
    assert store.get(KEY) is None
    assert store.get("cd" * 32) == good


def test_a_folder_is_made_again_when_an_object_was(tmp_path: Path) -> None:
    store, folder = Store(tmp_path / "cache"), tmp_path / "kit"
    sha256, size = store.put(KEY, b"data")
    path = store.object(sha256)
    path.write_bytes(b"dada")
    assert publish(folder, {"a.txt": (path, size)})
    assert not publish(folder, {"a.txt": (path, size)})
    later = folder.stat().st_mtime_ns + 10**9
    store.put(KEY, b"data")
    os.utime(path, ns=(later, later))
    assert publish(folder, {"a.txt": (path, size)})
    assert tree(folder) == {"a.txt": "data"}


def test_a_record_that_is_not_ours_counts_as_absent(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.note(KEY, "rubbish")
    assert store.get(KEY) is None


@pytest.mark.parametrize("damage", [b"", b"\0" * 40, b"\xff\xfe\x80", None], ids=["empty", "zeros", "no text", "cut"])
def test_a_damaged_record_counts_as_absent_and_can_be_written_again(tmp_path: Path, damage: bytes | None) -> None:
    store = Store(tmp_path)
    store.note(KEY, "one\n二")
    path = next(path for path in (tmp_path / "records").rglob("*") if path.is_file())
    path.write_bytes(path.read_bytes()[:-4] if damage is None else damage)
    assert store.noted(KEY) is None
    assert store.get(KEY) is None
    store.note(KEY, "one\n二")
    assert store.noted(KEY) == "one\n二"


def test_the_cache_says_that_it_is_one(tmp_path: Path) -> None:
    Store(tmp_path).put(KEY, b"data")
    assert (tmp_path / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55\n")


def test_a_placed_file_is_a_copy(tmp_path: Path) -> None:
    write_atomic(tmp_path / "object", b"data")
    place(tmp_path / "object", tmp_path / "kit" / "x.txt")
    (tmp_path / "kit" / "x.txt").write_bytes(b"changed by somebody")
    assert (tmp_path / "object").read_bytes() == b"data"


def test_a_mirror_has_every_file(tmp_path: Path) -> None:
    write_atomic(tmp_path / "kit" / "海报" / "一 二.txt", b"1")
    write_atomic(tmp_path / "kit" / "b.txt", b"2")
    mirror(tmp_path / "kit", tmp_path / "site" / "kit")
    assert tree(tmp_path / "site" / "kit") == {"海报/一 二.txt": "1", "b.txt": "2"}


def test_a_stray_file_does_not_keep_a_fresh_folder_from_its_name(tmp_path: Path) -> None:
    (tmp_path / ".kit.new").write_text("", encoding="utf-8")
    assert fresh_folder(tmp_path / "kit").is_dir()


def test_a_fresh_folder_is_empty_whatever_an_interrupted_run_left(tmp_path: Path) -> None:
    final = tmp_path / "kit"
    left = fresh_folder(final)
    write_atomic(left / "half.txt", b"x")
    again = fresh_folder(final)
    assert again.parent == final.parent
    assert list(again.iterdir()) == []


@pytest.fixture(params=[True, False], ids=["exchange", "two renames"])
def _way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if not request.param:
        monkeypatch.setattr(sys, "platform", "win32")


@pytest.mark.usefixtures("_way")
def test_the_new_folder_replaces_the_old_and_nothing_is_left(folders: tuple[Path, Path]) -> None:
    work, final = folders
    swap_in(work, final)
    assert tree(final) == {"new.txt": "new"}
    assert [path.name for path in final.parent.iterdir()] == ["kit"]


@pytest.mark.usefixtures("_way")
def test_the_first_folder_is_just_renamed(tmp_path: Path) -> None:
    work = fresh_folder(tmp_path / "kit")
    write_atomic(work / "new.txt", b"new")
    swap_in(work, tmp_path / "kit")
    assert tree(tmp_path) == {"kit/new.txt": "new"}


@pytest.mark.usefixtures("_way")
def test_a_second_run_swaps_again(folders: tuple[Path, Path]) -> None:
    work, final = folders
    swap_in(work, final)
    write_atomic(fresh_folder(final) / "third.txt", b"3")
    swap_in(final.with_name(".kit.new"), final)
    assert tree(final.parent) == {"kit/third.txt": "3"}


def test_a_swap_cut_off_between_its_renames_is_rolled_back(folders: tuple[Path, Path]) -> None:
    work, final = folders
    final.rename(final.with_name(".kit.old"))
    finish_swap(final)
    assert tree(final) == {"a/old.txt": "old"}
    assert tree(work) == {"new.txt": "new"}


def test_a_swap_cut_off_after_its_renames_is_completed(folders: tuple[Path, Path]) -> None:
    work, final = folders
    final.rename(final.with_name(".kit.old"))
    work.rename(final)
    finish_swap(final)
    assert tree(final.parent) == {"kit/new.txt": "new"}


def test_a_swap_whose_second_rename_is_refused_leaves_the_old_folder(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    work, final = folders
    rename = Path.rename

    def refused(path: Path, target: Path) -> Path:
        if path == work:
            raise PermissionError(13, "in use", str(path))
        return rename(path, target)

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(Path, "rename", refused)
    with pytest.raises(PermissionError):
        swap_in(work, final)
    assert tree(final) == {"a/old.txt": "old"}


def test_a_folder_that_cannot_be_filled_goes_and_the_old_one_stays(folders: tuple[Path, Path]) -> None:
    work, final = folders

    def fill() -> None:
        with renewed(final) as folder:
            write_atomic(folder / "half.txt", b"x")
            raise ValueError("full")

    with pytest.raises(ValueError, match="full"):
        fill()
    assert tree(final) == {"a/old.txt": "old"}
    assert not work.exists()


def test_an_object_is_on_the_disk_before_it_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a power failure leaves the name with nothing behind it; only the order of the calls can show it."""
    store, done = Store(tmp_path / "cache"), list[str]()
    store.put(KEY, b"first")
    sync, replace = os.fsync, Path.replace

    def synced(handle: int) -> None:
        done.append("synced")
        sync(handle)

    def replaced(path: Path, target: Path) -> Path:
        done.append(target.parent.parent.name)
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", replaced)
    store.put(KEY, b"second")
    assert done == ["synced", "objects", "records"]


def test_finishing_where_nothing_was_cut_off_changes_nothing(folders: tuple[Path, Path]) -> None:
    _, final = folders
    before = tree(final.parent)
    finish_swap(final)
    finish_swap(final.with_name("nothing"))
    assert tree(final.parent) == before

"""A server that follows its files: no error ends that."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from redif.web import live

PATIENCE = 30  # seconds that something may take on a busy machine before the test gives up


def test_the_next_change_is_seen_after_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(live, "PAUSE", 10)
    seen: list[list[str]] = []

    def refresh() -> None:
        seen.append(sorted(path.name for path in tmp_path.iterdir()))
        if len(seen) == 1:
            raise ValueError("half a file")

    async def write(name: str) -> None:
        """Write a file until the change is seen; it takes a moment until the watch begins."""
        before = len(seen)
        for _ in range(PATIENCE * 20):
            (tmp_path / name).write_text("x")
            await asyncio.sleep(0.05)
            if len(seen) > before:
                return
        raise AssertionError("no change was seen")

    async def follow() -> None:
        following = asyncio.create_task(live.follow([str(tmp_path)], refresh))
        await write("a.rdf")
        await write("b.REDIF")
        following.cancel()

    asyncio.run(follow())
    assert seen[0] == ["a.rdf"]
    assert seen[-1] == ["a.rdf", "b.REDIF"]
    assert "half a file" in capsys.readouterr().err

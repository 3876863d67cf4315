"""The synthetic mirror has the shape of RePEc, and the figures that are measured on it are told as they are."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest
from mirror import FILE, TEMPLATES, Mirror, bytes_of, make, tilted
from scale import Run, plot, report, table

import redif
from support.paths import SHARED

SIZE = 8_000_000


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Mirror, Path]:
    if not SHARED.exists():
        pytest.skip("the real files are not here")
    folder = tmp_path_factory.mktemp("mirror") / "m"
    return make(SHARED / "corpus", folder, SIZE, 1), folder


def test_a_mirror_has_the_shape_of_repec(made: tuple[Mirror, Path]) -> None:
    mirror, folder = made
    files = [path for path in folder.rglob("*.rdf") if not path.name.endswith(("arch.rdf", "seri.rdf"))]
    assert 0.85 * SIZE < mirror.bytes == sum(path.stat().st_size for path in folder.rglob("*.rdf")) < 1.15 * SIZE
    assert 0.85 * FILE < mirror.bytes / mirror.files < 1.15 * FILE
    templates = Counter(template.file for template in redif.templates(folder))
    items = [templates[str(path)] for path in files]
    assert mirror.templates == templates.total()
    assert 0.85 * TEMPLATES < templates.total() / len(templates) < 1.15 * TEMPLATES
    assert 0.6 < items.count(1) / len(items) < 0.8
    assert max(items) > 10 * sorted(items)[-10]
    archives = sorted(Counter(path.parts[-3] for path in files).values())
    assert archives[-1] > 1.7 * archives[-2]


def test_handles_are_unique_and_in_their_place(made: tuple[Mirror, Path]) -> None:
    found = Counter(finding.code for finding in redif.check(made[1]))
    assert not {"handle-twice", "item-folder", "series-missing", "series-unknown", "archive-missing", "attribute-missing"} & {
        *found
    }


def test_the_seed_decides(made: tuple[Mirror, Path], tmp_path: Path) -> None:
    def digest(folder: Path) -> str:
        return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(folder.rglob("*.rdf")))).hexdigest()

    make(SHARED / "corpus", tmp_path / "same", SIZE, 1)
    make(SHARED / "corpus", tmp_path / "other", SIZE, 2)
    assert digest(tmp_path / "same") == digest(made[1]) != digest(tmp_path / "other")


def test_weights_reach_a_mean() -> None:
    sizes = [300, 900, 1200, 4000]
    for mean in (500, 1000, 2500):
        weights = tilted(sizes, mean)
        assert sum(w * s for w, s in zip(weights, sizes, strict=True)) / sum(weights) == pytest.approx(mean, rel=0.01)


def test_sizes_in_words() -> None:
    assert [bytes_of(text) for text in ("20MB", "1.5GB", "7kB", "12")] == [20_000_000, 1_500_000_000, 7000, 12]


def test_the_page_says_what_was_measured(made: tuple[Mirror, Path]) -> None:
    mirror = made[0]
    tape = Run("yardstick", 1, 2.0, 1.0, 10**7, "")
    found = [tape, Run("convert", 1, 4.0, 3.0, 5 * 10**7, "aa"), Run("convert", 2, 2.0, 4.0, 4 * 10**7, "aa"), tape]
    rows = [line.split("|") for line in table(found, mirror).splitlines()[2:]]
    assert [[cell.strip() for cell in row[1:6]] for row in rows] == [
        ["yardstick", "1", "0.03", "0.02", "1.00"], ["convert", "1", "0.07", "0.05", "3.00"], ["convert", "2", "0.03", "0.07", "4.00"],
    ]  # fmt: skip
    page = report(found, mirror, "x.svg")
    assert "`convert` with 2 jobs is 2.00 times as fast by the clock as with one." in page
    assert "all 2 runs of `convert` wrote the same bytes" in page
    assert "had 50% of a core" in page
    assert "**not all runs of `convert` wrote the same bytes**" in report(
        [*found[:2], found[2]._replace(output="bb")], mirror, "x.svg"
    )
    more = [*found[1:3], found[1]._replace(wall=6.0), found[2], found[1]._replace(wall=9.0), found[2]._replace(wall=3.0)]
    assert "is 3.00 times as fast by the clock as with one (2.00 to 3.00 in 3 pairs)" in report([tape, *more], mirror, "x.svg")
    cached = [found[1]._replace(cache="an empty"), found[1]._replace(cache="a full", cpu=0.6)]
    assert "`convert` with a full cache takes 20% of the CPU time" in report([tape, *found[1:3], *cached], mirror, "x.svg")
    picture = ElementTree.fromstring(plot(found, mirror))
    widths = [float(each.attrib["width"]) for each in picture.iter("{http://www.w3.org/2000/svg}rect")]
    assert widths[1] == pytest.approx(2 * widths[0], rel=0.01)
    assert not re.search(r"<script|href", plot(found, mirror))

"""The house explains itself: what code, templates and guides cite is here, in this repository, and says what it is cited for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = (
    *("common", "units", "reading", "notifications", "directives", "reports", "dongthap_remediation"),
    *("templates", "static", "tests", "docs"),
)
KINDS = (".py", ".html", ".txt", ".css", ".js", ".md", ".csv")
ELSEWHERE = ("vendor", "migrations", "__pycache__", "samples")

# Papers of those who built the portal: whoever maintains it has none of them.
FOREIGN = re.compile(
    r"\b(?:the|command-line|JSON) contracts?\b|\(contracts?\b|\bcontract of (?:the commands|``)|contracts?'s|\bthe contract"
    r"|(?<!docs/)(?<!\]\()(?<!\[)\b(?:directive|domain|faults|stack|commands|model_codebases)\.md"
    r"|\bI(?:0[1-9]|1\d|2[0-2])\b|\bmock-?ups?\b|\bdesign(?:'s)?,? pages?\b|\bissue #?\d|\bshared/"
    r"|\breference of the dispatch\b|\bP\d[AB]?-\d\d\b"
)
NAMED = re.compile(r"docs/[\w./-]+\.(?:md|png)")
SECTIONS = re.compile(r"(docs/[\w-]+\.md)((?:,?\s+(?:and\s+)?\"[^\"\n]+\")+)")
TRAPS = re.compile(r"\btraps?\s+(\d+(?:(?:, | to | and )\d+)*)")
PLACE = re.compile(r"`(?:[^`]*? )?((?:[\w.-]+/)*[\w-]+\.(?:py|md|html|csv|js))(?:: (\w+))?[^`]*`")
LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(?:#([\w-]+))?\)")


def texts() -> Iterator[tuple[str, str]]:
    """(path in the repository, text) of everything that a maintainer reads."""
    paths = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
    paths += [ROOT / name for name in ("README.md", "pyproject.toml", "Makefile")]
    for path in sorted(paths):
        name = path.relative_to(ROOT).as_posix()
        ours = path.is_file() and path.suffix in (*KINDS, ".toml", "") and path != Path(__file__)
        if ours and not any(part in ELSEWHERE for part in path.parts):
            yield name, path.read_text(encoding="utf-8")


def headings(name: str) -> list[str]:
    return re.findall(r"^#+ (.+?)\s*$", (ROOT / name).read_text(encoding="utf-8"), re.M)


def slug(heading: str) -> str:
    """The anchor that a page of a repository gives a heading."""
    return re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", heading.lower()))


@pytest.mark.parametrize(
    "cited",
    [
        '(contract, "Units")',
        "directive.md, section 6",
        "(domain.md d)",
        "trap I10",
        "mock-up 08b",
        "design, page 16",
        "issue 7",
        "the contract's sum",
        "P1B-08",
    ],
)
def test_a_paper_that_is_not_here_is_recognised(cited: str) -> None:
    assert FOREIGN.search(cited)


@pytest.mark.parametrize("said", ['docs/domain.md, "Periods"', "docs/reading.md", "# importlinter.contracts", "[domain.md](domain.md)"])
def test_what_is_here_may_be_cited(said: str) -> None:
    assert not FOREIGN.search(said)


def test_nothing_cites_a_paper_that_is_not_in_the_repository() -> None:
    found = [f"{name}: {hit.group()}" for name, text in texts() for hit in FOREIGN.finditer(text)]
    assert found == []


def test_every_page_of_docs_that_is_named_is_there() -> None:
    named = {(name, page) for name, text in texts() for page in NAMED.findall(text)}
    assert {page for _, page in named} >= {"docs/reading.md", "docs/domain.md", "docs/glossary.md"}
    assert [found for found in sorted(named) if not (ROOT / found[1]).exists()] == []


def test_every_section_that_is_cited_is_a_heading_of_its_page() -> None:
    cited = {
        (name, page, heading)
        for name, text in texts()
        for page, quoted in SECTIONS.findall(re.sub(r"\n\s*(?:#\s*)?", " ", text))
        for heading in re.findall(r'"([^"]+)"', quoted)
    }
    assert len(cited) > 10
    assert [one for one in sorted(cited) if one[2] not in headings(one[1])] == []


def test_every_trap_that_is_cited_is_told() -> None:
    page = (ROOT / "docs/domain.md").read_text(encoding="utf-8").partition("### Traps")[2].partition("\n## ")[0]
    told = {int(number) for number in re.findall(r"^(\d+)\. ", page, re.M)}
    cited = {
        int(number) for name, text in texts() if name.endswith(".py") for run in TRAPS.findall(text) for number in re.findall(r"\d+", run)
    }
    assert cited and told == set(range(1, 23)) and cited <= told


def test_links_of_the_documentation_lead_somewhere() -> None:
    wrong = []
    for name, text in texts():
        if not name.endswith(".md"):
            continue
        for target, anchor in LINK.findall(text):
            path = (ROOT / name).parent / target if target else ROOT / name
            if not path.exists() or (anchor and anchor not in map(slug, headings(str(path.resolve().relative_to(ROOT))))):
                wrong.append(f"{name}: {target}#{anchor}")
    assert wrong == []


def found_at(page: str, place: str) -> list[Path]:
    """The files that a page means: from the root, from its own folder, or by the end of their path."""
    here = [ROOT / place, (ROOT / page).parent / place]
    rooms = [path for room in FOLDERS for path in (ROOT / room).rglob(place.rpartition("/")[2])]
    return [path for path in here if path.is_file()] or [path for path in rooms if path.as_posix().endswith(f"/{place}")]


def test_every_file_and_name_that_the_documentation_tells_of_is_there() -> None:
    told = {(name, *place) for name, text in texts() if name.endswith(".md") and "/adr/" not in name for place in PLACE.findall(text)}
    assert len(told) > 100
    wrong = []
    for page, place, symbol in sorted(told):
        files = found_at(page, place)
        if not files or (symbol and not any(re.search(rf"\b{symbol}", path.read_text(encoding="utf-8")) for path in files)):
            wrong.append(f"{page}: {place} {symbol}")
    assert wrong == []

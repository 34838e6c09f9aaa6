"""Reads the table of diagnostics, compiler/diagnostics/*.def, for the tests about it."""
import dataclasses
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parent.parent


@dataclasses.dataclass(frozen=True)
class Row:
    kind: str  # FRONT_END or RULE
    id: str
    name: str
    code: str


def rows() -> list[Row]:
    """Every error and rule, in the order of the files."""
    pattern = re.compile(r'^WAIN_(FRONT_END|RULE)\(\s*(\w+),\s*"([^"]+)",\s*"([^"]+)"', re.M)
    found = []
    for path in sorted((ROOT / "compiler/diagnostics")..rglob("*.def")):
        text = re.sub(r"^//.*$", "", path.read_text(encoding="utf-8"), flags=re.M)
        found += [Row(*match.groups()) for match in pattern.finditer(text)]
    return found


def note_ids() -> list[str]:
    """The identifiers of all notes."""
    return [name for path in sorted((ROOT / "compiler/diagnostics")..rglob("*.def"))
            for name in re.findall(r"^WAIN_NOTE\(\s*(\w+)", path.read_text(encoding="utf-8"), re.M)]

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
    for path in sorted((ROOT / "compiler/diagnostics").rglob("*.def")):
        text = re.sub(r"^//.*$", "", path.read_text(encoding="utf-8"), flags=re.M)
        found += [Row(*match.groups()) for match in pattern.finditer(text)]
    return found


def note_ids() -> list[str]:
    """The identifiers of all notes."""
    return [name for path in sorted((ROOT / "compiler/diagnostics").rglob("*.def"))
            for name in re.findall(r"^WAIN_NOTE\(\s*(\w+)", path.read_text(encoding="utf-8"), re.M)]


@dataclasses.dataclass(frozen=True)
class Option:
    rule: str  # the rule's identifier
    name: str
    kind: str  # Count or Share
    preset: str  # as a user writes it


def options() -> list[Option]:
    """Every option of a rule."""
    pattern = re.compile(r'^WAIN_OPTION\(\s*\w+,\s*(\w+),\s*"([^"]+)",\s*(\w+),\s*([\d.e-]+),', re.M)
    found = []
    for path in sorted((ROOT / "compiler/diagnostics/rules").glob("*.def")):
        for rule, name, kind, preset in pattern.findall(path.read_text(encoding="utf-8")):
            written = f"{float(preset) * 100:g}%" if kind == "Share" else f"{float(preset):g}"
            found.append(Option(rule, name, kind, written))
    return found

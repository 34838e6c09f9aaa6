#!/usr/bin/env python3
"""Holds the table of diagnostics against the tests, the rules' files and the code.

- every error and rule is expected by a test: `[name]` or `[CODE]` in a CHECK line of tests/files, or
  its name, code or identifier in a C++ test; tests/not_covered.txt lists the exceptions with a reason
- every rule has lint-rules/FAMILY/RULE.cpp and RULE.md, and nothing else has
- the page of a rule lists its options with their presets, a line each: `` - `name` (20%): … ``
- names and codes are unique, and every row is used by the code
"""
import collections
import re
import sys

from diagnostic_table import ROOT, note_ids, options, rows


def expected_in_tests() -> set[str]:
    """Names, codes and identifiers of what tests expect."""
    seen: set[str] = set()
    for path in (ROOT / "tests/files").rglob("*.wain"):
        checks = re.findall(r"^// CHECK(?:-ERR)?:.*$", path.read_text(encoding="utf-8", errors="replace"), re.M)
        for line in checks:
            seen.update(re.findall(r"\[([A-Za-z0-9-]+)\]", line))
            seen.update(re.findall(r'"(?:rule|code)": "([^"]+)"', line))
    for path in (ROOT / "tests").rglob("*.cpp"):
        text = path.read_text(encoding="utf-8")
        seen.update(re.findall(r"\b(?:Diag|rule|sim)::(\w+)", text))
        for literal in re.findall(r'"(?:[^"\\\n]|\\.)*"', text):
            seen.update(re.findall(r"[a-z]+(?:-[a-z0-9]+)+|\b[A-Z]{3,4}\d{3}\b", literal))
    return seen


def exceptions() -> dict[str, str]:
    """Name → reason, from tests/not_covered.txt."""
    path = ROOT / "tests/not_covered.txt"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return dict(line.split(maxsplit=1) for line in lines if line.strip() and not line.startswith("#"))


def uncovered(table) -> list[str]:
    seen, excepted = expected_in_tests(), exceptions()
    wrong = []
    for row in table:
        covered = bool({row.name, row.code, row.id} & seen)
        if not covered and row.name not in excepted:
            wrong.append(f"no test expects {row.code} {row.name}")
        if covered and row.name in excepted:
            wrong.append(f"tests/not_covered.txt: {row.name} is covered by now")
    known = {row.name for row in table}
    return wrong + [f"tests/not_covered.txt: there is no {name}" for name in excepted if name not in known]


def misplaced_rules(table) -> list[str]:
    wrong = []
    names = {row.name for row in table if row.kind == "RULE"}
    for name in sorted(names):
        for file_name in (name + ".md", name.replace("-", "_") + ".cpp"):
            found = list((ROOT / "lint-rules").glob(f"*/{file_name}"))
            if len(found) != 1:
                wrong.append(f"rule {name}: {len(found)} files lint-rules/*/{file_name}, not one")
    pages = {path.stem for path in (ROOT / "lint-rules").glob("*/*.md")}
    return wrong + [f"lint-rules/*/{name}.md belongs to no rule" for name in sorted(pages - names)]


def undocumented_options(table) -> list[str]:
    names = {row.id: row.name for row in table}
    wrong = []
    for name in sorted({row.name for row in table if row.kind == "RULE"}):
        own = [option for option in options() if names.get(option.rule) == name]
        expected = {f"- `{option.name}` ({option.preset}): " for option in own} or {"None."}
        for page in (ROOT / "lint-rules").glob(f"*/{name}.md"):
            section = re.search(r"^## Options\n(.*?)(?=^## |\Z)", page.read_text(encoding="utf-8"), re.M | re.S)
            lines = section[1].splitlines() if section else []
            wrong += [f"{page.name}: no line `{start}…` below Options" for start in sorted(expected)
                      if not any(line.startswith(start) for line in lines)]
    return wrong


def doubles(table) -> list[str]:
    count = collections.Counter([row.name for row in table] + [row.code for row in table] + [row.id for row in table])
    return [f"{what} stands {times} times in the table" for what, times in count.items() if times > 1]


def unused(table) -> list[str]:
    used: set[str] = set()
    for folder in ("compiler", "lint-rules"):
        for pattern in ("*.cpp", "*.h"):
            for path in (ROOT / folder).rglob(pattern):
                used.update(re.findall(r"\b(?:Diag|rule|sim)::(\w+)", path.read_text(encoding="utf-8")))
    ids = [row.id for row in table if row.kind == "FRONT_END"] + note_ids()
    return [f"nothing reports {name}" for name in ids if name not in used]


def main() -> int:
    table = rows()
    wrong = doubles(table) + uncovered(table) + misplaced_rules(table) + undocumented_options(table) + unused(table)
    for line in wrong:
        print(line)
    print(f"{len(table)} errors and rules, {len(wrong)} complaints")
    return 1 if wrong or not table else 0


if __name__ == "__main__":
    sys.exit(main())

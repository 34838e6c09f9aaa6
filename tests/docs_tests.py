#!/usr/bin/env python3
"""Holds the documentation against the compiler: every ```wain block, and the names that it uses.

usage: docs_tests.py --wain PROGRAM

What stands behind `wain` on the opening line:
  (nothing)      the block compiles; on a rule's page the rule is silent about it
  bad RULE       the block is reported by this rule (turned on, if it is off by default) or error
  file NAME      the block compiles, and later blocks of the page may import it as NAME
  fragment       not a whole file: counted, not compiled

In docs/, a `name-with-dashes` in parentheses must be a diagnostic; docs/language.md must name every
keyword of the grammar and every error of the language.
"""
import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile

from diagnostic_table import ROOT, rows

BLOCK = re.compile(r"^```wain *([^\n]*)\n(.*?)^```\s*$", re.M | re.S)


def pages() -> list[pathlib.Path]:
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "lint-rules").rglob("*.md"))]


def lint(wain: str, path: pathlib.Path, settings: list[str]) -> list[dict]:
    run = subprocess.run([wain, "lint", "--format", "json", "--today", "2026-06-01", *settings, path.name],
                         capture_output=True, text=True, timeout=120, cwd=path.parent)
    if run.returncode not in (0, 1):
        return [{"rule": "?", "level": "error", "line": 0, "message": run.stderr.strip() or f"exit {run.returncode}"}]
    return json.loads(run.stdout)["findings"]


def judge(attribute: str, findings: list[dict], rules: set[str], own_rule: str) -> str:
    """What is wrong with a block; empty if nothing is."""
    words = attribute.split()
    errors = [f for f in findings if f["rule"] not in rules and f["level"] == "error"]
    if words[:1] == ["bad"] and len(words) == 2:
        others = [f["message"] for f in errors if f["rule"] != words[1]]
        if others:
            return f"another error than {words[1]}: {others[0]}"
        return "" if words[1] in {f["rule"] for f in findings} else f"{words[1]} is not reported"
    if words and words[0] != "file":
        return f"`wain {attribute}` is not known here"
    if errors:
        return f"line {errors[0]['line']} of the block: {errors[0]['message']} [{errors[0]['rule']}]"
    own = [f for f in findings if f["rule"] == own_rule]
    return f"a good example, and {own_rule} is reported: {own[0]['message']}" if own else ""


def unknown_names(page: pathlib.Path, text: str) -> list[str]:
    """What a page of docs/ says in parentheses that is no diagnostic."""
    known = {row.name for row in rows()}
    groups = re.findall(r"\(((?:[^()]*`[a-z0-9]+(?:-[a-z0-9]+)+`)+[^()]*)\)", BLOCK.sub("", text))
    names = [name for group in groups for name in re.findall(r"`([a-z0-9]+(?:-[a-z0-9]+)+)`", group)]
    return [f"{page.name}: no diagnostic is called `{name}`" for name in names if name not in known]


def missing_in_language(text: str) -> list[str]:
    """Keywords and errors of the language that its page does not name."""
    lexer = (ROOT / "grammar/WainLexer.g4").read_text(encoding="utf-8").split("WEEKDAY")[0]
    keywords = re.findall(r": '([a-z]+)' ;", lexer)
    tables = text.split("## 20. Keywords")[1].split("## 21.")[0]
    # What an export loses is on a page of its own, which export_tests.py holds to the table.
    errors = [row.name for row in rows() if row.kind == "FRONT_END" and not row.name.startswith("export-")]
    return ([f"language.md: the keyword `{word}` is not in the tables" for word in keywords if f"`{word}`" not in tables]
            + [f"language.md: the error `{name}` is not mentioned" for name in errors if f"`{name}`" not in text])


def wrong_names() -> list[str]:
    wrong = []
    for page in sorted((ROOT / "docs").glob("*.md")):
        text = page.read_text(encoding="utf-8")
        wrong += unknown_names(page, text)
        if page.name == "language.md":
            wrong += missing_in_language(text)
    return wrong


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--wain", required=True)
    wain = str(pathlib.Path(arguments.parse_args().wain).resolve())
    table = subprocess.run([wain, "rules", "--format", "json"], capture_output=True, text=True, check=True).stdout
    rules = {rule["name"] for rule in json.loads(table)["rules"]}
    off = {rule["name"] for rule in json.loads(table)["rules"] if rule["level"] == "off"}
    blocks = fragments = failed = 0
    for page in pages():
        text = page.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory(prefix="wain-docs-") as scratch:
            for match in BLOCK.finditer(text):
                attribute, code = match[1].strip(), match[2]
                if attribute == "fragment":
                    fragments += 1
                    continue
                blocks += 1
                name = attribute.split()[1] if attribute.startswith("file ") else "block.wain"
                path = pathlib.Path(scratch) / name
                path.write_text(code, encoding="utf-8")
                bad = attribute.removeprefix("bad ")
                settings = ["--set", f"{bad}.level=info"] if bad in off else []
                wrong = judge(attribute, lint(wain, path, settings), rules, page.stem)
                if wrong:
                    failed += 1
                    line = text.count("\n", 0, match.start()) + 1
                    print(f"{page.relative_to(ROOT)}:{line}: {wrong}")
    names = wrong_names()
    print(*names, sep="\n", end="\n" if names else "")
    print(f"{blocks} blocks, {failed} failed; {fragments} fragments not compiled; {len(names)} wrong names")
    return 1 if failed or names else 0


if __name__ == "__main__":
    sys.exit(main())

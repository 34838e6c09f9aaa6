#!/usr/bin/env python3
"""Checks the Wain examples, diagnostic names and keywords of docs/*.md.

    check_examples.py WAIN [FILE.md …]

A block headed ```wain must have no finding at level error; ```wain bad NAME must produce NAME and no
other error; ```wain fragment is skipped. A name in `backticks-with-dashes` in parentheses must be a
diagnostic of compiler/diagnostics/*.def, and docs/language.md must name every keyword of the lexer.
Warnings of good examples are listed and fail nothing unless --strict is given.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^```wain[ \t]*([^\n]*)\n(.*?)^```[ \t]*$", re.M | re.S)


def table(kind):
    rows = (p.read_text() for p in sorted((ROOT / "compiler/diagnostics").glob("*.def")))
    text = "\n".join(line for row in rows for line in row.splitlines() if not line.startswith("//"))
    return set(re.findall(rf'WAIN_{kind}\(\w+,\s*"([a-z0-9-]+)"', text))


def keywords():
    lexer = (ROOT / "grammar/WainLexer.g4").read_text().split("WEEKDAY")[0]
    return re.findall(r": '([a-z]+)' ;", lexer)


def findings(wain, source):
    with tempfile.NamedTemporaryFile("w", suffix=".wain", delete=False) as f:
        f.write(source)
    run = subprocess.run([wain, "lint", "--format", "short", "--today", "2026-06-01", f.name],
                         capture_output=True, text=True, timeout=20)
    pathlib.Path(f.name).unlink()
    found = re.findall(r"^.*?:(\d+):\d+: (error|warning|info): (.*) \[([a-z0-9-]+)\]$", run.stdout, re.M)
    if run.returncode not in (0, 1) or (run.returncode == 1 and not found):
        return None, run.stdout + run.stderr
    return found, ""


def check_example(wain, place, head, source, strict):
    found, trouble = findings(wain, source)
    if found is None:
        return [f"{place}: wain failed: {trouble.strip()}"]
    errors = [f for f in found if f[1] == "error"]
    show = "; ".join(f"line {f[0]} {f[1]}: {f[2]} [{f[3]}]" for f in found)
    if not head:
        if errors or (strict and any(f[1] == "warning" for f in found)):
            return [f"{place}: {show}"]
        if any(f[1] == "warning" for f in found):
            print(f"note: {place}: {show}")
        return []
    wanted = head.removeprefix("bad ").strip()
    if wanted not in [f[3] for f in found]:
        return [f"{place}: `{wanted}` expected, found: {show or 'nothing'}"]
    rules = table("RULE")
    others = [f for f in errors if f[3] != wanted and f[3] not in rules]
    if others or len([f for f in errors if f[3] == wanted]) > 1:
        return [f"{place}: more than `{wanted}`: {show}"]
    return []


def check_page(wain, page, strict):
    text, problems, count = page.read_text(), [], 0
    for match in FENCE.finditer(text):
        place = f"{page.name}:{text[:match.start()].count(chr(10)) + 1}"
        head = match[1].strip()
        if head == "fragment":
            continue
        count += 1
        if head and not head.startswith("bad "):
            problems.append(f"{place}: unknown heading `{head}`")
        elif wain:
            problems += check_example(wain, place, head, match[2], strict)
    known = table("FRONT_END") | table("RULE")
    for group in re.findall(r"\(((?:[^()]*`[a-z0-9]+(?:-[a-z0-9]+)+`)+[^()]*)\)", FENCE.sub("", text)):
        for name in re.findall(r"`([a-z0-9]+(?:-[a-z0-9]+)+)`", group):
            if name not in known:
                problems.append(f"{page.name}: no diagnostic is called `{name}`")
    if page.name == "language.md":
        problems += [f"{page.name}: the keyword `{k}` is not in the tables" for k in keywords()
                     if f"`{k}`" not in text.split("## 20. Keywords")[1].split("## 21.")[0]]
        problems += [f"{page.name}: the error `{n}` is not mentioned" for n in sorted(table("FRONT_END"))
                     if f"`{n}`" not in text]
    print(f"{page.name}: {count} examples")
    return problems


def main():
    arguments = [a for a in sys.argv[1:] if a != "--strict"]
    wain = arguments[0] if arguments and arguments[0] != "-" else None
    pages = [pathlib.Path(p) for p in arguments[1:]] or sorted((ROOT / "docs").glob("*.md"))
    problems = [p for page in pages for p in check_page(wain, page, "--strict" in sys.argv)]
    print("\n".join(problems))
    sys.exit(1 if problems else 0)


main()

"""Writes the rules' pages into a C++ source file.

usage: embed_pages.py LINT_RULES_FOLDER INDEX.md OUT.cpp
Each lint-rules/FAMILY/RULE.md becomes one element of all_pages() (compiler/driver/pages.h); its summary is what
the index (docs/rules.md) says that the rule sees.
"""
import json
import pathlib
import re
import sys


def literal(text: str) -> str:
    """A C++ string literal, a line of source for each line of text."""
    lines = text.splitlines(keepends=True) or [""]
    return "\n    ".join(json.dumps(line, ensure_ascii=False).replace("\x7f", "\\177") for line in lines)


def summaries(index: str) -> dict[str, str]:
    """By rule, the last column of the tables."""
    return {m[1]: m[2] for m in re.finditer(r"^\| \[`([a-z-]+)`\][^|]*(?:\|[^|]*){2}\| (.+?) \|$", index, re.M)}


def description(text: str) -> str:
    """The first paragraph below `What it sees`, on one line, without Markdown's marks."""
    below = text.partition("\n## What it sees\n")[2].partition("\n## ")[0]
    first = " ".join(re.split(r"\n\s*\n", below.strip())[0].split())
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", first).replace("**", "")


def main() -> None:
    folder, index, out = map(pathlib.Path, sys.argv[1:])
    summary = summaries(index.read_text(encoding="utf-8"))
    pages = sorted(folder.glob("*/*.md"), key=lambda page: page.stem)
    rows = []
    for page in pages:
        text = page.read_text(encoding="utf-8")
        rows.append(f"  {{{literal(page.stem)}, {literal(page.parent.name)}, {literal(summary.get(page.stem, ''))},\n    "
                    f"{literal(description(text))},\n    {literal(text)}}},")
    count = max(len(rows), 1)
    body = "\n".join(rows) or "  {},"
    used = "pages" if rows else "std::span(pages).first(0)"
    out.write_text(
        "// Written by compiler/driver/embed_pages.py; do not edit.\n"
        '#include "driver/pages.h"\n\n#include <array>\n\nnamespace wain::driver {\nnamespace {\n\n'
        f"constexpr std::array<Page, {count}> pages{{{{\n{body}\n}}}};\n\n"
        f"}}  // namespace\n\nstd::span<const Page> all_pages() {{ return {used}; }}\n\n"
        "}  // namespace wain::driver\n",
        encoding="utf-8")


main()

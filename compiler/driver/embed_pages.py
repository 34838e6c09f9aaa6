"""Writes the rules' pages into a C++ source file.

usage: embed_pages.py LINT_RULES_FOLDER OUT.cpp
Each lint-rules/FAMILY/RULE.md becomes one element of all_pages() (compiler/driver/pages.h).
"""
import json
import pathlib
import re
import sys


def literal(text: str) -> str:
    """A C++ string literal, a line of source for each line of text."""
    lines = text.splitlines(keepends=True) or [""]
    return "\n    ".join(json.dumps(line, ensure_ascii=False).replace("\x7f", "\\177") for line in lines)


def summary(text: str) -> str:
    """The first sentence of the first paragraph, on one line, without Markdown's marks."""
    paragraphs = [p for p in re.split(r"\n\s*\n", text) if p.strip() and not p.lstrip().startswith(("#", "|", ">", "-"))]
    first = " ".join(paragraphs[0].split()) if paragraphs else ""
    first = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", first).replace("**", "")
    return re.split(r"(?<=[.!?]) (?=[A-Z`])", first)[0].rstrip(".")


def main() -> None:
    folder, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    pages = sorted(folder.glob("*/*.md"), key=lambda page: page.stem)
    rows = []
    for page in pages:
        text = page.read_text(encoding="utf-8")
        rows.append(f"  {{{literal(page.stem)}, {literal(page.parent.name)}, {literal(summary(text))},\n    {literal(text)}}},")
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

"""Writes the report's style sheet and script into a C++ source file.

usage: embed_files.py REPORT_FOLDER OUT.cpp
page.css and page.js become style_sheet() and script() (compiler/report/assets.h).
"""
import json
import pathlib
import sys


def literal(text: str) -> str:
    """A C++ string literal, a line of source for each line of text."""
    return "\n    ".join(json.dumps(line, ensure_ascii=False) for line in text.splitlines(keepends=True))


def main() -> None:
    folder, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    functions = "".join(
        f"std::string_view {name}() {{\n  return\n    {literal((folder / file).read_text(encoding='utf-8'))};\n}}\n\n"
        for name, file in (("style_sheet", "page.css"), ("script", "page.js")))
    out.write_text("// Written by compiler/report/embed_files.py; do not edit.\n"
                   '#include "report/assets.h"\n\nnamespace wain::report {\n\n' + functions +
                   "}  // namespace wain::report\n", encoding="utf-8")


main()

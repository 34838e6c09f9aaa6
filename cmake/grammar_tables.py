"""Writes grammar_tables.inc: the token kinds, keyword spellings and rules that ANTLR numbered.

usage: grammar_tables.py WainLexer.tokens WainParser.h OUT
The grammar stays the only place that lists them.
"""
import pathlib
import re
import sys


def camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


tokens, parser, out = (pathlib.Path(argument) for argument in sys.argv[1:4])
spelling = {}
number_of = {}
for line in tokens.read_text().splitlines():
    left, _, number = line.rpartition("=")
    if left.startswith("'"):
        spelling[int(number)] = left[1:-1]
    else:
        number_of[left] = int(number)
rules = re.findall(r"\bRule(\w+) = (\d+)", parser.read_text())

lines = ["// Written by cmake/grammar_tables.py from the grammar; do not edit.", "#ifdef WAIN_TOKEN"]
lines += [f'WAIN_TOKEN({camel(name)}, {number}, "{spelling.get(number, "")}")' for name, number in number_of.items()]
lines += ["#undef WAIN_TOKEN", "#endif", "#ifdef WAIN_GRAMMAR_RULE"]
lines += [f"WAIN_GRAMMAR_RULE({name.rstrip('_')}, {number})" for name, number in rules]
lines += ["#undef WAIN_GRAMMAR_RULE", "#endif", ""]
out.write_text("\n".join(lines))

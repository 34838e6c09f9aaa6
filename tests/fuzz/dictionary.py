"""Writes a libFuzzer dictionary of the language's words and marks, from ANTLR's token list.

usage: dictionary.py WainLexer.tokens OUT
"""
import pathlib
import sys

tokens, out = (pathlib.Path(argument) for argument in sys.argv[1:3])
words = [line.rpartition("=")[0][1:-1] for line in tokens.read_text().splitlines() if line.startswith("'")]
words += ["Mon", "10_000 EUR", "5%", "40s", "2026-12-24", "1st", "///", "cycle_time", "lognormal(mean 1h, sd 1h)"]
out.write_text("".join(f'"{word}"\n' for word in words))

#!/usr/bin/env python3
"""Damaged files: whatever is done to a file, `wain` answers, in bounded time and memory.

usage: mutation_tests.py --wain PROGRAM [--runs N] [--seed N] [--keep FOLDER]

Takes every example, every .wain file of tests/ and of the fuzz corpus, and deletes, doubles, swaps and
exchanges lines, blocks, tokens and numbers; each result goes through `check`, `lint` or `estimate`. A run
fails if the program ends by a signal or with another status than 0 and 1, takes longer than 10 seconds of
processor time, or needs more than 2 GB. The same seed makes the same files. With --keep, what failed is
written there. In a build with sanitizers their reports count as well; memory is not limited there, since
they reserve terabytes of addresses.
"""
import argparse
import os
import pathlib
import random
import re
import resource
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SECONDS = 10
BYTES = 2 << 30
TOKEN = re.compile(r'"[^"\n]*"|\w+|[^\w\s]|\s+')
ODD = ["0", "1", "-1", "0%", "100%", "999999999999999999", "0s", "1min", "100000d", "0.0001%", "0 EUR",
       "99_999_999_999 EUR", "true", "end", "not", "{", "}", "->", "first", "1 of 2", "1970-01-01", "9999-12-31"]
COMMANDS = [["check"], ["lint"], ["lint", "--verbose"], ["lint", "--format", "json"], ["estimate"],
            ["estimate", "--format", "json"]]


def files() -> list[str]:
    found = []
    for folder in ("examples", "tests/files", "tests/fuzz/corpus"):
        found += sorted((ROOT / folder).rglob("*.wain"))
    return [path.read_text(encoding="utf-8", errors="surrogateescape") for path in found]


def block_at(lines: list[str], start: int) -> int:
    """The line behind the block that opens in `start`; the next line if none does."""
    depth = 0
    for at in range(start, len(lines)):
        depth += lines[at].count("{") - lines[at].count("}")
        if depth <= 0:
            return at + 1
    return start + 1


def mutate_lines(text: str, draw: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    if not lines:
        return text
    a, b = draw.randrange(len(lines)), draw.randrange(len(lines))
    end = block_at(lines, a)
    how = draw.randrange(6)
    if how == 0:
        del lines[a]
    elif how == 1:
        lines.insert(b, lines[a])
    elif how == 2:
        lines[a], lines[b] = lines[b], lines[a]
    elif how == 3:
        del lines[a:end]
    elif how == 4:
        lines[b:b] = lines[a:end]
    else:
        lines[b:b] = lines[a:end] * draw.randrange(2, 30)
    return "".join(lines)


def mutate_tokens(text: str, draw: random.Random) -> str:
    tokens = TOKEN.findall(text)
    places = [i for i, token in enumerate(tokens) if not token.isspace()]
    if not places:
        return text
    a, b = draw.choice(places), draw.choice(places)
    how = draw.randrange(6)
    if how == 0:
        tokens[a] = ""
    elif how == 1:
        tokens[a] += " " + tokens[a]
    elif how == 2:
        tokens[a], tokens[b] = tokens[b], tokens[a]
    elif how == 3:
        tokens[a] = tokens[b]
    else:
        numbers = [i for i in places if tokens[i][0].isdigit()]
        tokens[draw.choice(numbers) if how == 4 and numbers else a] = draw.choice(ODD)
    return "".join(tokens)


def limit(sanitized: bool):
    def apply() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS * (10 if sanitized else 1),) * 2)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if not sanitized:
            resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    return apply


def is_sanitized(wain: str) -> bool:
    return b"__asan_init" in pathlib.Path(wain).read_bytes()


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--wain", required=True)
    parser.add_argument("--runs", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep")
    options = parser.parse_args()
    draw = random.Random(options.seed)
    originals = files()
    sanitized = is_sanitized(options.wain)
    environment = dict(os.environ, ASAN_OPTIONS="abort_on_error=1:detect_leaks=0",
                       UBSAN_OPTIONS="print_stacktrace=1:halt_on_error=1:abort_on_error=1")
    failed = 0
    for run in range(options.runs):
        text = draw.choice(originals)
        for _ in range(draw.choice((1, 1, 1, 2, 2, 3, 5, 8))):
            text = (mutate_lines if draw.random() < 0.4 else mutate_tokens)(text, draw)
        command = draw.choice(COMMANDS)
        done = subprocess.run([options.wain, *command, "-"], input=text.encode("utf-8", "surrogateescape"),
                              capture_output=True, preexec_fn=limit(sanitized), env=environment)
        if done.returncode in (0, 1):
            continue
        failed += 1
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        print(f"run {run}: wain {' '.join(command)}: status {done.returncode}: {' | '.join(said[-3:])[:300]}")
        if options.keep:
            folder = pathlib.Path(options.keep)
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{options.seed}-{run}-{command[0]}.wain").write_bytes(
                text.encode("utf-8", "surrogateescape"))
            (folder / f"{options.seed}-{run}-{command[0]}.txt").write_text("\n".join(said[-80:]))
    print(f"{options.runs} runs, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

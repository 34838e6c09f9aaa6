#!/usr/bin/env python3
"""Runs the tests that are written in .wain files.

usage: file_tests.py --wain PROGRAM [--update] [FILE...]      without FILE: all of tests/files

A test file says in comments what to run and, at its end, all that must come of it:

    // RUN: wain lint --format short %s
    outcome Done
    // CHECK-EXIT: 1
    // CHECK: name.wain:2:9: error: nobody owns the outcome `Done` [unowned-outcome]

`%s` is the file itself, which runs in a folder of its own without its CHECK lines; `< %s` feeds it to
standard input. CHECK is a line of standard output, CHECK-ERR one of standard error; every line must
be there. Several RUN lines have their expectations one after another. `// FILE: org.wain` begins
another file of the same test. --update rewrites the CHECK lines: read the diff.

Without a RUN line, a file below tests/files/check or tests/files/lint runs what DEFAULTS says; and in
tests/files/lint/RULE/ a file `fires…` must report RULE, a file `silent…` must not.
"""
import argparse
import concurrent.futures
import difflib
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
DEFAULTS = {"check": "wain check --format short %s",
            "lint": "wain lint --format short --today 2026-06-01 %s"}
CHECK = re.compile(r"^// CHECK(-EXIT|-ERR)?:.*$")


def read(path: pathlib.Path) -> str:
    """Any bytes, one character each where they are no UTF-8; line ends stay as they are."""
    return path.read_bytes().decode("utf-8", "surrogateescape")


def split(text: str) -> tuple[str, list[str]]:
    """The test without the expectations at its end, and these."""
    lines = text.split("\n")
    if lines and lines[-1] == "":
        lines.pop()
    end = len(lines)
    while end > 0 and CHECK.match(lines[end - 1]):
        end -= 1
    body = "\n".join(lines[:end])
    return (body + "\n" if body and end > 0 else body), lines[end:]


def parts(name: str, body: str) -> dict[str, str]:
    """The files of a test: the first has the test's own name."""
    files = {name: ""}
    current = name
    for line in body.splitlines(keepends=True):
        if match := re.match(r"^// FILE: (\S+)\s*$", line):
            current = match[1]
            files[current] = ""
        else:
            files[current] += line
    return files


def outcome(wain: str, command: str, name: str, folder: pathlib.Path) -> list[str]:
    """Runs one command; the CHECK lines that describe what came of it."""
    words = [word.replace("%s", name) for word in shlex.split(command)]
    if not words or words[0] != "wain":
        return [f"// CHECK-ERR: a RUN line starts with `wain`, not `{command}`"]
    stdin = subprocess.DEVNULL
    if "<" in words:
        at = words.index("<")
        stdin = (folder / words[at + 1]).open("rb")
        del words[at:at + 2]
    environment = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "TERM", "COLUMNS")}
    run = subprocess.run([wain, *words[1:]], cwd=folder, stdin=stdin, capture_output=True, timeout=120,
                         env=environment)
    lines = [f"// CHECK-EXIT: {run.returncode}"]
    for mark, stream in (("CHECK", run.stdout), ("CHECK-ERR", run.stderr)):
        text = stream.decode("utf-8", "surrogateescape")
        for line in text.split("\n")[:-1] if text.endswith("\n") else text.split("\n") if text else []:
            lines.append(f"// {mark}: {line}".rstrip(" "))
    return lines


def commands_of(path: pathlib.Path, body: str) -> list[str]:
    """The RUN lines, or the default of the file's folder."""
    written = re.findall(r"^// RUN: (.*?)\s*$", body, re.M)
    # The nearest folder decides: what stands above the checkout is not ours, and may be called `check` too.
    topic = next((folder for folder in reversed(path.parts) if folder in DEFAULTS), None)
    return written or ([DEFAULTS[topic]] if topic else [])


def belied(path: pathlib.Path, lines: list[str]) -> str:
    """Whether the file's name says something else than what came of it."""
    if path.parent.parent.name != "lint":
        return ""
    rule = path.parent.name
    reported = any(line.endswith((f"[{rule}]", f"wain explain {rule}")) or f'"rule": "{rule}"' in line for line in lines)
    if path.name.startswith("fires") and not reported:
        return f"{path}: {rule} is not reported\n"
    if path.name.startswith("silent") and reported:
        return f"{path}: {rule} is reported\n"
    return ""


def run_test(wain: str, path: pathlib.Path, update: bool) -> str:
    """What is wrong with the test; empty if nothing is."""
    body, expected = split(read(path))
    commands = commands_of(path, body)
    if not commands:
        return f"{path}: has no `// RUN:` line\n"
    found: list[str] = []
    with tempfile.TemporaryDirectory(prefix="wain-test-") as scratch:
        folder = pathlib.Path(scratch)
        for name, text in parts(path.name, body).items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text.encode("utf-8", "surrogateescape"))
        for command in commands:
            found += outcome(wain, command, path.name, folder)
    if wrong := belied(path, found):
        return wrong
    if found == expected:
        return ""
    if update:
        text = body + "".join(line + "\n" for line in found)
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
        return ""
    diff = "\n".join(difflib.unified_diff(expected, found, "expected", "found", lineterm=""))
    return f"{path}\n{diff}\n  to accept: tests/file_tests.py --wain {wain} --update {path}\n"


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--wain", required=True)
    arguments.add_argument("--update", action="store_true")
    arguments.add_argument("files", nargs="*", type=pathlib.Path)
    asked = arguments.parse_args()
    wain = os.path.abspath(asked.wain)
    files = asked.files or sorted((HERE / "files").rglob("*.wain"))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        wrong = [text for text in pool.map(lambda f: run_test(wain, f, asked.update), files) if text]
    sys.stdout.write("".join(text + "\n" for text in wrong).encode("utf-8", "backslashreplace").decode())
    print(f"{len(files) - len(wrong)} passed, {len(wrong)} failed")
    return 1 if wrong or not files else 0


if __name__ == "__main__":
    sys.exit(main())

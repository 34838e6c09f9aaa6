#!/usr/bin/python3
"""Validates JSON files against a JSON Schema.

usage: validate_json.py SCHEMA FILE...
A FILE of `-` is standard input. Exit status 0: all valid; 1: some are not; 2: usage, or a schema
that is none. Needs python3-jsonschema.
"""
import json
import sys

import jsonschema


def load(path):
    if path == "-":
        return json.load(sys.stdin)
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def place(error):
    return "/" + "/".join(str(part) for part in error.absolute_path)


def deepest(error):
    """The error inside a oneOf that says most: that of the alternative which fits furthest."""
    while error.context:
        error = max(error.context, key=lambda inner: (len(inner.absolute_path), inner.validator != "const"))
    return error


def main(arguments):
    if len(arguments) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    schema = load(arguments[0])
    checker = jsonschema.validators.validator_for(schema)
    try:
        checker.check_schema(schema)
    except jsonschema.SchemaError as error:
        print(f"{arguments[0]}: not a valid schema: {error.message}", file=sys.stderr)
        return 2
    validator = checker(schema)
    failed = False
    for path in arguments[1:]:
        try:
            document = load(path)
        except (OSError, ValueError) as error:
            print(f"{path}: {error}", file=sys.stderr)
            failed = True
            continue
        for error in sorted(validator.iter_errors(document), key=place):
            inner = deepest(error)
            print(f"{path}: at {place(inner)}: {inner.message[:300]}", file=sys.stderr)
            failed = True
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Validates BPMN files, with BPSim in them, against the official schemas, and checks what these cannot say: every
parameter is about an element that is there, and speaks of resources, roles and properties that are there.

BPSim 2.0 is held against the schema of 1.0: without what 2.0 adds (Warmup, the type of a property) it is the same.
What is said of 2.0 beyond that is checked here in so many words.

usage: validate.py FILE...     Exit status 1 if one is wrong.
"""
import copy
import pathlib
import re
import sys

from lxml import etree

FOLDER = pathlib.Path(__file__).parent / "schema"
BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
ONE, TWO = "http://www.bpsim.org/schemas/1.0", "http://www.bpsim.org/schemas/2.0"
BOTH = f"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
<xs:import namespace="{BPMN}" schemaLocation="{FOLDER.as_uri()}/BPMN20.xsd"/>
<xs:import namespace="{ONE}" schemaLocation="{FOLDER.as_uri()}/bpsim.xsd"/>
</xs:schema>"""
PROPERTY_TYPES = {"string", "boolean", "long", "double", "duration", "dateTime"}


def as_version_one(root):
    """The same document in 1.0's words, and what was wrong with those of 2.0."""
    wrong = []
    for name in (f"{{{TWO}}}Warmup",):
        for element in list(root.iter(name)):
            before = element.getprevious()
            if before is None or before.tag != f"{{{TWO}}}Duration" or element.getparent().tag != f"{{{TWO}}}ScenarioParameters":
                wrong.append("Warmup does not stand behind Duration")
            element.getparent().remove(element)
    for element in root.iter(f"{{{TWO}}}Property"):
        kind = element.attrib.pop("type", "string")
        if kind not in PROPERTY_TYPES:
            wrong.append(f"there is no type {kind}")
    for element in root.iter(f"{{{TWO}}}*"):
        if "currencyUnit" in element.attrib:
            wrong.append("2.0 has no currencyUnit")
        if "elementRef" in element.attrib and ":" in element.get("elementRef"):
            wrong.append("elementRef is no name in the target namespace")
    text = etree.tostring(root).replace(TWO.encode(), ONE.encode())
    return etree.fromstring(text), wrong


def references(root, space):
    """What the schemas do not hold together."""
    wrong = []
    ids = {element.get("id") for element in root.iter(f"{{{BPMN}}}*") if element.get("id")}
    resources = {element.get("id") for element in root.iter(f"{{{BPMN}}}resource")}
    data = f"{{{space}}}"
    for element in root.iter(f"{data}ElementParameters"):
        if element.get("elementRef") not in ids:
            wrong.append(f"there is no element {element.get('elementRef')}")
    roles = {value.get("value") for role in root.iter(f"{data}Role") for value in role}
    drawn = {element.get("name") for element in root.iter(f"{data}Property")}
    for element in root.iter(f"{data}ExpressionParameter"):
        text = element.get("value")
        for known, pattern in ((resources, r"getResource\('([^']*)'"), (roles, r"getResourceByRoles\('([^']*)'"),
                               (drawn, r"getProperty\('([^']*)'")):
            wrong += [f"{text}: there is no {name}" for name in re.findall(pattern, text) if name not in known]
    for calendar in root.iter(f"{data}Calendar"):
        if not re.search(r"(?s)^BEGIN:VCALENDAR\n.*BEGIN:VEVENT\nDTSTART.*\nRRULE:FREQ=.*END:VCALENDAR$", calendar.text):
            wrong.append(f"{calendar.get('id')} is no iCalendar")
    return wrong


def main() -> int:
    schema = etree.XMLSchema(etree.fromstring(BOTH))
    failed = False
    for file in sys.argv[1:]:
        root = etree.parse(file).getroot()
        space = TWO if root.find(f".//{{{TWO}}}BPSimData") is not None else ONE
        wrong = references(root, space)
        one = copy.deepcopy(root)
        if space == TWO:
            one, more = as_version_one(one)
            wrong += more
        if not schema.validate(one):
            wrong += [f"line {error.line}: {error.message}" for error in schema.error_log]
        for text in wrong:
            print(f"{file}: {text}", file=sys.stderr)
        failed = failed or bool(wrong)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

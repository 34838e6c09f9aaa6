// Reads BPMN files with bpmn-moddle, the reader of bpmn.io, and checks what it does not: every reference and flow
// end exists, everything that is drawn has one shape or edge, no shapes overlap, no flow crosses a shape, and what
// stands in extension elements is still there after it was read and written.
// usage: node check.mjs FILE...     Exit status 1 if one is wrong.
import fs from "node:fs";
import { BpmnModdle } from "bpmn-moddle";

const events = /Event$/;

/** Every element below one that has an id, each once. */
function elements(root) {
  const found = [];
  const open = [root];
  while (open.length > 0) {
    const element = open.pop();
    found.push(element);
    for (const property of element.$descriptor?.properties ?? []) {
      if (property.isReference || property.isAttr || property.isVirtual) continue;
      const value = element.get(property.name);
      for (const child of Array.isArray(value) ? value : [value])
        if (child && typeof child === "object" && child.$type) open.push(child);
    }
  }
  return found;
}

/** Extension elements as text, whatever the reader made of them. */
function extensions(definitions) {
  const plain = (element) => {
    const out = { tag: element.$type };
    for (const [name, value] of Object.entries(element))
      if (name === "$children") out.children = value.map(plain);
      else if (!name.startsWith("$")) out[name] = value;
    if (element.$body) out.body = element.$body.trim();
    return out;
  };
  return elements(definitions).filter((e) => e.extensionElements).map((e) =>
    [e.id, e.extensionElements.get("values").map((value) => plain(value))]);
}

const overlap = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** Whether the straight line from a to b, which is horizontal or vertical, passes through the inside of a box. */
function crosses(a, b, box) {
  const [left, right] = [Math.min(a.x, b.x), Math.max(a.x, b.x)];
  const [top, bottom] = [Math.min(a.y, b.y), Math.max(a.y, b.y)];
  return left < box.x + box.width && right > box.x && top < box.y + box.height && bottom > box.y;
}

function drawn(element) {
  return element.$instanceOf("bpmn:FlowNode") || element.$instanceOf("bpmn:Lane") ||
    element.$instanceOf("bpmn:Participant") || element.$instanceOf("bpmn:TextAnnotation") ||
    element.$instanceOf("bpmn:SequenceFlow") || element.$instanceOf("bpmn:Association");
}

function structure(definitions) {
  const wrong = [];
  const all = elements(definitions);
  const pictures = new Map();
  for (const plane of definitions.diagrams.map((diagram) => diagram.plane))
    for (const picture of plane.planeElement ?? []) {
      if (!picture.bpmnElement) wrong.push(`${picture.id} draws nothing`);
      else if (pictures.has(picture.bpmnElement)) wrong.push(`${picture.bpmnElement.id} is drawn twice`);
      else pictures.set(picture.bpmnElement, picture);
    }
  for (const element of all.filter((e) => e.$instanceOf?.("bpmn:BaseElement") && drawn(e)))
    if (!pictures.has(element)) wrong.push(`${element.id} is not drawn`);
  const flows = all.filter((e) => e.$type === "bpmn:SequenceFlow");
  for (const flow of flows) {
    if (!flow.sourceRef || !flow.targetRef) wrong.push(`${flow.id} has no end`);
    else if (!flow.sourceRef.outgoing?.includes(flow) || !flow.targetRef.incoming?.includes(flow))
      wrong.push(`${flow.id} is not listed by its ends`);
  }
  for (const node of all.filter((e) => e.$instanceOf?.("bpmn:FlowNode")))
    if (node.$type !== "bpmn:StartEvent" && node.$type !== "bpmn:BoundaryEvent" && !node.incoming?.length)
      wrong.push(`nothing leads to ${node.id}`);
  return [...wrong, ...picture(pictures)];
}

function picture(pictures) {
  const wrong = [];
  const boxes = [];
  for (const [element, shape] of pictures)
    if (shape.bounds && !["bpmn:Lane", "bpmn:Participant"].includes(element.$type)) boxes.push([element, shape.bounds]);
  boxes.forEach(([a, first], i) => boxes.slice(i + 1).forEach(([b, second]) => {
    const attached = a.attachedToRef === b || b.attachedToRef === a;
    if (!attached && overlap(first, second)) wrong.push(`${a.id} and ${b.id} overlap`);
  }));
  for (const [element, edge] of pictures) {
    if (element.$type !== "bpmn:SequenceFlow") continue;
    const points = edge.waypoint;
    for (let i = 1; i < points.length; ++i) {
      if (points[i].x !== points[i - 1].x && points[i].y !== points[i - 1].y) wrong.push(`${element.id} is askew`);
      for (const [node, box] of boxes) {
        const own = events.test(node.$type) && (node === element.sourceRef || node === element.targetRef);
        const host = element.sourceRef.attachedToRef === node;
        if (!own && !host && crosses(points[i - 1], points[i], box)) wrong.push(`${element.id} crosses ${node.id}`);
      }
    }
  }
  return wrong;
}

let failed = false;
for (const file of process.argv.slice(2)) {
  const complain = (text) => {
    console.error(`${file}: ${text}`);
    failed = true;
  };
  try {
    const moddle = new BpmnModdle();
    const read = await moddle.fromXML(fs.readFileSync(file, "utf8"));
    for (const warning of read.warnings) complain(warning.message);
    for (const text of structure(read.rootElement)) complain(text);
    const written = await moddle.toXML(read.rootElement, { format: true });
    const again = await new BpmnModdle().fromXML(written.xml);
    const before = extensions(read.rootElement), after = extensions(again.rootElement);
    if (before.length === 0 && process.env.WAIN_EXTENSIONS !== "none") complain("it has no extension elements");
    if (JSON.stringify(before) !== JSON.stringify(after)) complain("extension elements are lost in a round trip");
  } catch (error) {
    complain(error.message);
  }
}
process.exit(failed ? 1 : 0);

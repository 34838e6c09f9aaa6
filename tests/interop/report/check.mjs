// Opens pages of `wain simulate --report` in a browser and says what is wrong with them.
// usage: node check.mjs JOBS.json    [{"page": FILE, "simulation": FILE, "plans": [FILE…], "thorough": BOOL}…]
// Exit status 1 if anything is wrong.
import fs from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const jobs = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const complaints = [];
const read = (file) => JSON.parse(fs.readFileSync(file, "utf8"));

const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

/** A page that is watched: what it says on the console and what it asks the network for is a complaint. */
async function opened(file, options, complain) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const own = pathToFileURL(file).href;
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) complain(`console: ${message.text()}`); });
  page.on("pageerror", (error) => complain(`error: ${error}`));
  page.on("dialog", (dialog) => { complain(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("request", (request) => {
    if (request.url() !== own && !request.url().startsWith("data:")) complain(`asks for ${request.url()}`);
  });
  await page.goto(own);
  return page;
}

/** Everything is there, has a size, and stands inside its drawing; no text is wider than what holds it. */
function lookAtMaps() {
  const wrong = [];
  const maps = [...document.querySelectorAll("#map figure")].map((figure) => {
    const svg = figure.querySelector("svg.map"), frame = svg.getBoundingClientRect();
    const nodes = [...svg.querySelectorAll(".node")];
    for (const node of nodes) {
      const shape = node.querySelector(".shape").getBoundingClientRect();
      if (shape.width < 4 || shape.height < 4) wrong.push(`a node without size: ${node.getAttribute("aria-label")}`);
      if (shape.left < frame.left - 1 || shape.right > frame.right + 1 || shape.top < frame.top - 1 || shape.bottom > frame.bottom + 1)
        wrong.push(`a node outside of its map: ${node.getAttribute("aria-label")}`);
      for (const text of node.querySelectorAll("text")) {
        const box = text.getBoundingClientRect();
        if (box.left < shape.left || box.right > shape.right || box.top < shape.top - 2 || box.bottom > shape.bottom + 2)
          wrong.push(`text beyond its node: ${text.textContent}`);
      }
    }
    const boxes = nodes.map((node) => node.querySelector(".shape").getBoundingClientRect());
    boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b) => {
      if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1) wrong.push("two nodes overlap");
    }));
    for (const edge of svg.querySelectorAll(".edge path:first-child"))
      if (edge.getTotalLength() < 4) wrong.push("an edge without length");
    const labels = [...svg.querySelectorAll("text.label")].map((label) => label.getBoundingClientRect());
    labels.forEach((a, i) => labels.slice(i + 1).forEach((b) => {
      if (a.left < b.right - 2 && b.left < a.right - 2 && a.top < b.bottom - 6 && b.top < a.bottom - 6) wrong.push("two labels overlap");
    }));
    return { scenario: figure.dataset.scenario, process: figure.dataset.process, nodes: nodes.length, edges: svg.querySelectorAll(".edge:not(.audit)").length };
  });
  for (const plot of document.querySelectorAll(".plot"))
    for (const path of plot.querySelectorAll("svg.area path")) {
      const box = path.getBoundingClientRect();
      if (box.width < 20 || box.height < 20) wrong.push(`a curve without size in ${plot.getAttribute("aria-label")}`);
    }
  return { wrong, maps, curves: document.querySelectorAll(".plot svg.area path").length };
}

/** A map that does not fit says so, and only such a one. */
const lookAtHints = () => [...document.querySelectorAll("#map figure")].flatMap((figure) => {
  const box = figure.querySelector(".scroll"), wide = box.scrollWidth > box.clientWidth + 1;
  const said = figure.querySelector(".hint").getBoundingClientRect().height > 5;
  return wide === said ? [] : [`a map is ${wide ? "" : "not "}wider than its frame, which is ${said ? "" : "not "}said: ${figure.dataset.process}`];
});

/** Bars: how long each part is drawn, and in what room. */
const lookAtBars = () => [...document.querySelectorAll("#causes svg.bar")].map((bar) => ({
  ...bar.dataset,
  room: bar.getBoundingClientRect().width,
  parts: Object.fromEntries([...bar.querySelectorAll("rect[data-cause]")].map((r) => [r.dataset.cause, r.getBoundingClientRect().width])),
}));

const withoutContrast = { rules: { "color-contrast": { enabled: false } } }, contrastOnly = { runOnly: ["color-contrast"] };
const causes = ["workHuman", "workMachine", "queue", "hours", "meeting", "batch", "timer", "outside", "separation"];

/** The lengths of the bars are those of the figures of the same run. */
function compareBars(bars, simulation, complain) {
  const wanted = [];
  for (const scenario of simulation.scenarios) {
    scenario.runs.forEach((run, index) => {
      if (run.cycleTime) wanted.push({ of: (b) => b.scenario === scenario.scenario && b.run === String(index), hours: causes.map((c) => run.causes[c]?.value ?? 0) });
    });
    for (const step of scenario.steps)
      wanted.push({
        of: (b) => b.scenario === scenario.scenario && b.step === step.step && b.process === step.process,
        hours: causes.map((c) => step.causes[c] * (step.visits?.value ?? 0)),
      });
  }
  const longest = Math.max(...wanted.map((one) => one.hours.reduce((a, b) => a + b, 0)));
  for (const one of wanted) {
    const bar = bars.filter(one.of);
    // A step that is named twice in a process cannot be told from its namesake here.
    if (bar.length < 1) complain(`no bar of ${one.of}`);
    if (bar.length !== 1) continue;
    one.hours.forEach((hours, c) => {
      const drawn = bar[0].parts[c] ?? 0, right = hours / longest * bar[0].room;
      if (Math.abs(drawn - right) > 0.6) complain(`bar of ${bar[0].step ?? "a case"} in ${bar[0].scenario}: ${causes[c]} is ${drawn} px, not ${right}`);
    });
  }
  if (bars.length < wanted.length) complain(`${bars.length} bars of ${wanted.length}`);
}

/** Contrast of text with what it stands on: on maps with its node's fill, else with the nearest background. */
function lookAtContrast() {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const known = new Map();
  const rgb = (colour) => { if (!known.has(colour)) known.set(colour, drawn(colour)); return known.get(colour); };
  const drawn = (colour) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
  const luminance = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const contrast = (a, b) => { const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = rgb(getComputedStyle(at).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255, 255];
  };
  const low = [];
  const hold = (element, colour, ground, least) => {
    const ratio = contrast(rgb(colour), ground);
    if (ratio < least) low.push(`${ratio.toFixed(2)}: ${element.textContent.trim().slice(0, 40)} (${element.getAttribute("class")})`);
  };
  for (const node of document.querySelectorAll(".map .node")) {
    const fill = rgb(getComputedStyle(node.querySelector(".shape")).fill);
    for (const text of node.querySelectorAll("text")) hold(text, getComputedStyle(text).fill, fill, 4.5);
    const share = node.querySelector(".share");
    if (share) hold(node, getComputedStyle(share).fill, fill, 3);
  }
  for (const text of document.querySelectorAll("svg text:not(.node text)")) hold(text, getComputedStyle(text).fill, behind(text), 4.5);
  for (const rect of document.querySelectorAll("#causes rect[data-cause]")) hold(rect, getComputedStyle(rect).fill, behind(rect), 2);
  for (const element of document.querySelectorAll("p, li, td, th, caption, h1, h2, h3, h4, small, b, a, summary, span"))
    if (element.textContent.trim()) hold(element, getComputedStyle(element).color, behind(element), 4.5);
  return { low: [...new Set(low)], paper: luminance(behind(document.body)), ink: luminance(rgb(getComputedStyle(document.body).color)) };
}

/** What is told by colour is told without: another pattern, dash, size or number, too. */
function lookWithoutColours() {
  const wrong = [];
  const patterns = [...document.querySelectorAll(".patterns pattern")].map((p) => p.innerHTML);
  if (new Set(patterns).size !== patterns.length) wrong.push("two causes have one pattern");
  for (const part of document.querySelectorAll("#causes rect[data-cause]"))
    if (part.nextElementSibling?.getAttribute("fill") !== `url(#cause-${part.dataset.cause})`) wrong.push("a part of a bar without its pattern");
  const legend = document.querySelectorAll("#causes > .legend li").length;
  if (legend < new Set([...document.querySelectorAll("#causes rect[data-cause]")].map((r) => r.dataset.cause)).size) wrong.push("a cause that the legend lacks");
  const curves = [...document.querySelectorAll(".plot.within path.curve")];
  const dashes = curves.map((c) => c.parentElement.parentElement.getAttribute("aria-label") + getComputedStyle(c).strokeDasharray);
  if (new Set(dashes).size !== dashes.length) wrong.push("two curves of one plot have the same dashes");
  for (const node of document.querySelectorAll(".map .node[tabindex]"))
    if (!node.querySelector(".percent")?.textContent.includes("%")) wrong.push("a shade without its number");
  const edge = (name) => { const shape = document.querySelector(`.map .${name} .shape`); return shape && shape.tagName + getComputedStyle(shape).strokeWidth; };
  if (edge("gate") && edge("gate") === edge("step")) wrong.push("a gate looks like a step");
  return wrong;
}

/** Contrast takes axe ten times as long as all else: `lookAtContrast` looks at all pages, axe at some. */
async function axeFinds(page, name, complain, rules) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate((options) => window.axe.run(document, { resultTypes: ["violations"], ...options }), rules);
  for (const one of violations) complain(`axe, ${name}: ${one.id}: ${one.help}: ${one.nodes.slice(0, 2).map((n) => n.html.slice(0, 160)).join(" | ")}`);
}

/** A name does not leave its card; the first column of a table, which stays while it scrolls, leaves room. */
function lookAtNames() {
  const wrong = [];
  for (const card of document.querySelectorAll(".card")) if (card.scrollWidth > card.clientWidth) wrong.push(`beyond its card: ${card.textContent.trim().slice(0, 40)}`);
  for (const head of document.querySelectorAll("tbody th"))
    if (getComputedStyle(head).position === "sticky" && head.getBoundingClientRect().width > innerWidth * 0.6) wrong.push(`a first column that hides the others: ${head.textContent.slice(0, 40)}`);
  return wrong;
}

/** The sentence of the terminal with what has a title called by it: names stand in `` ` ``, but for scenarios. */
function withTitles(sentence, plans) {
  const titles = new Map(), scenarios = new Map();
  const safe = (title) => title.replaceAll("`", "'").replaceAll("\u202e", "\ufffd");
  for (const plan of [...plans].reverse()) {
    if (plan.title) scenarios.set(plan.scenario, `“${safe(plan.title)}”`);
    for (const one of [...plan.pools, ...(plan.committees ?? []), ...plan.processes.flatMap((process) => process.nodes)])
      if (one.title) titles.set(one.id, safe(one.title));
  }
  const end = Math.max(sentence.indexOf("): "), 0);
  const names = sentence.slice(0, end).split(" ").map((word) => scenarios.get(word) ?? word).join(" ");
  return names + sentence.slice(end).split("`").map((part, i) => (i % 2 ? titles.get(part) ?? part : part)).join("");
}

async function desktop(job, complain) {
  const page = await opened(job.page, { viewport: { width: 1440, height: 900 } }, complain);
  const { wrong, maps, curves } = await page.evaluate(lookAtMaps);
  wrong.forEach(complain);
  const simulation = read(job.simulation);
  for (const file of job.plans) {
    const plan = read(file);
    for (const process of plan.processes) {
      const drawn = maps.filter((map) => map.scenario === plan.scenario && map.process === process.id);
      if (drawn.length !== 1) complain(`${drawn.length} maps of ${process.id} in ${plan.scenario}`);
      const edges = process.nodes.reduce((sum, node) => sum + (node.exits ?? []).length, 0);
      if (drawn[0]?.nodes !== process.nodes.length) complain(`${drawn[0]?.nodes} of ${process.nodes.length} nodes of ${process.id}`);
      if (drawn[0]?.edges !== edges) complain(`${drawn[0]?.edges} of ${edges} arrows of ${process.id}`);
    }
  }
  if (curves < 2) complain(`${curves} curves`);
  (await page.evaluate(lookAtNames)).forEach(complain);
  (await page.evaluate(lookAtHints)).forEach(complain);
  await page.evaluate(() => { for (const one of document.querySelectorAll("details")) one.open = true; });
  compareBars(await page.evaluate(lookAtBars), simulation, complain);
  (await page.evaluate(lookWithoutColours)).forEach(complain);
  const contrast = await page.evaluate(lookAtContrast);
  contrast.low.forEach((one) => complain(`light, contrast ${one}`));
  if (contrast.paper < 0.8) complain("light mode is not light");
  const sentences = simulation.comparisons.map((one) => withTitles(one.sentence, job.plans.map(read)));
  const shown = (await page.locator(".sentence").allTextContents()).map((one) => one.replaceAll("\u00a0", " "));
  for (const one of sentences) if (!shown.includes(one)) complain(`the sentence is missing: ${one}`);
  // Tips come by the keyboard, too.
  await page.locator(".map .node[tabindex]").first().focus();
  if (!(await page.locator(".tip").isVisible())) complain("no tip at a node that has the focus");
  await page.keyboard.press("Escape");
  if (await page.locator(".tip").isVisible()) complain("the tip stays");
  await axeFinds(page, "light", complain, job.thorough ? {} : withoutContrast);
  if (await page.evaluate(() => window.hostile === 1)) complain("a name became a script");
  await page.context().close();
}

async function phone(job, complain) {
  const page = await opened(job.page, { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 }, complain);
  (await page.evaluate(lookAtHints)).forEach(complain);
  (await page.evaluate(lookAtNames)).forEach(complain);
  for (const open of [false, true]) {
    if (open) await page.evaluate(() => { for (const one of document.querySelectorAll("details")) one.open = true; });
    const width = await page.evaluate(() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth));
    if (width > 360) complain(`${width} px wide on a phone of 360`);
    const out = await page.evaluate(() => [...document.querySelectorAll("h1, h2, h3, h4, p, li, .amount, figcaption")]
      .filter((e) => e.getBoundingClientRect().right > 361 && !e.closest(".scroll")).map((e) => e.textContent.trim().slice(0, 50)));
    for (const one of out) complain(`beyond the phone's edge: ${one}`);
  }
  if (job.thorough) await axeFinds(page, "phone", complain, withoutContrast);
  await page.context().close();
}

async function dark(job, complain) {
  const page = await opened(job.page, { viewport: { width: 1440, height: 900 }, colorScheme: "dark" }, complain);
  await page.evaluate(() => { for (const one of document.querySelectorAll("details")) one.open = true; });
  const contrast = await page.evaluate(lookAtContrast);
  if (contrast.paper > 0.05 || contrast.ink < 0.6) complain(`dark mode is not dark: ${contrast.paper}, ${contrast.ink}`);
  contrast.low.forEach((one) => complain(`dark, contrast ${one}`));
  if (job.thorough) await axeFinds(page, "dark", complain, contrastOnly);
  await page.context().close();
}

/** Without scripts, without colours, on paper, and where the system's colours are forced. */
async function otherwise(job, complain) {
  const still = await opened(job.page, { javaScriptEnabled: false, viewport: { width: 1200, height: 900 } }, complain);
  if (!(await still.locator("#map .node").first().isVisible()) || !(await still.locator("#steps table").first().isVisible()))
    complain("without scripts something is missing");
  const pdf = job.thorough ? await still.pdf({ format: "A4" }) : null;
  if (pdf && pdf.length < 20_000) complain("hardly anything is printed");
  await still.context().close();
  const forced = await opened(job.page, { forcedColors: "active", viewport: { width: 1200, height: 900 } }, complain);
  const shades = await forced.evaluate(() => new Set([...document.querySelectorAll("#causes rect[data-cause]")].map((r) => getComputedStyle(r).fill)).size);
  const kinds = await forced.evaluate(() => new Set([...document.querySelectorAll("#causes rect[data-cause]")].map((r) => r.dataset.cause)).size);
  if (shades < kinds) complain("forced colours make causes alike");
  await forced.context().close();
  const grey = await opened(job.page, { viewport: { width: 1200, height: 900 } }, complain);
  await (await grey.context().newCDPSession(grey)).send("Emulation.setEmulatedVisionDeficiency", { type: "achromatopsia" });
  (await grey.evaluate(lookWithoutColours)).forEach(complain);
  await grey.context().close();
}

for (const job of jobs) {
  const complain = (text) => complaints.push(`${job.name}: ${text}`);
  await desktop(job, complain);
  await phone(job, complain);
  await dark(job, complain);
  await otherwise(job, complain);
}
await browser.close();
for (const one of complaints.slice(0, 80)) console.log(one);
console.log(`${jobs.length} pages, ${complaints.length} complaints`);
process.exit(complaints.length > 0 ? 1 : 0);

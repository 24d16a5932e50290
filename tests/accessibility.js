// What a reader of the screen, a keyboard and weak eyes need of a page; returns what is wrong.
const faults = [];
const fault = (what, element) => faults.push(`${what}: ${element.outerHTML.slice(0, 120)}`);
const all = (selector) => [...document.querySelectorAll(selector)];
const shown = (element) => element.checkVisibility({ visibilityProperty: true });
const byId = (element, name) => (element.getAttribute(name) ?? "").split(/\s+/).filter(Boolean).map((id) => document.getElementById(id));

// Names and references.
const labelled = (element) => [...(element.labels ?? [])].map((label) => label.textContent).join("").trim();
const nameOf = (element) => element.getAttribute("aria-label") || byId(element, "aria-labelledby").map((at) => at?.textContent ?? "").join("") || labelled(element) || element.textContent.trim();
for (const element of all("a[href], button, input, select, textarea, summary, [role=img], [role=region], [role=group], output[tabindex]"))
  if (shown(element) && !nameOf(element)) fault("no name", element);
for (const name of ["aria-labelledby", "aria-describedby", "aria-controls", "for"])
  for (const element of all(`[${name}]`)) if (byId(element, name).includes(null)) fault(`${name} of nothing`, element);
for (const element of all("a[href^='#']")) if (!document.getElementById(element.hash.slice(1))) fault("a link to nothing", element);
const ids = all("[id]:not(svg *)").map((element) => element.id);
for (const id of new Set(ids.filter((id, i) => ids.indexOf(id) < i))) faults.push(`two of id ${id}`);

// Landmarks, headings, tables, lists.
if (!document.documentElement.lang) faults.push("no language");
if (!document.title) faults.push("no title");
for (const one of ["main", "body > header", "body > footer", "h1"]) if (all(one).length !== 1) faults.push(`${all(one).length} of ${one}`);
let level = 0;
for (const heading of all("h1, h2, h3, h4, h5, h6").filter(shown)) {
  const own = Number(heading.tagName[1]);
  if (own > level + 1) fault("a level of headings is skipped", heading);
  level = own;
}
for (const table of all("table")) {
  if (!table.caption) fault("no caption", table);
  for (const cell of table.querySelectorAll("th")) if (!cell.scope) fault("no scope", cell);
}
for (const list of all("ul, ol")) if ([...list.children].some((child) => child.tagName !== "LI")) fault("more than items", list);

// Keyboard.
const stops = "a[href], button, input, select, textarea, [tabindex='0']";
for (const element of all(`[role=img] :is(${stops}), [aria-hidden=true] :is(${stops})`)) if (shown(element)) fault("a control that is hidden from readers", element);
for (const element of all("[tabindex]")) if (element.tabIndex > 0) fault("an order of its own", element);
for (const element of all("body *:not(svg, svg *)")) {
  const style = getComputedStyle(element);
  if (/auto|scroll/.test(style.overflowX + style.overflowY) && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)
    && element.tabIndex < 0 && !element.querySelector(stops) && shown(element)) fault("scrolls, but not by keyboard", element);
}

// Contrast of text, 4.5 : 1, or 3 : 1 where it is large.
const parse = (color) => { const [r, g, b, a = 1] = color.match(/[\d.]+/g).map(Number); return { r, g, b, a }; };
const luminance = ({ r, g, b }) => [r, g, b].map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
const over = (top, below) => ({ r: top.r * top.a + below.r * (1 - top.a), g: top.g * top.a + below.g * (1 - top.a), b: top.b * top.a + below.b * (1 - top.a), a: 1 });
const backed = (element) => {
  if (!element) return { r: 255, g: 255, b: 255, a: 1 };
  const color = parse(getComputedStyle(element).backgroundColor);
  return color.a >= 1 ? color : over(color, backed(element.parentElement));
};
const ratio = (a, b) => { const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
const written = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
for (const element of all("body *:not(script, style, svg defs *)").filter((element) => written(element) && shown(element))) {
  const style = getComputedStyle(element), svg = element instanceof SVGElement;
  if (element.closest("button[disabled], .hidden, .skip:not(:focus)")) continue;
  const behind = backed(svg ? element.closest("div") : element);
  const color = over(parse(svg ? style.fill : style.color), behind);
  const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
  const found = ratio(color, behind);
  if (found < (large ? 3 : 4.5)) fault(`contrast ${found.toFixed(2)}`, element);
}
return faults;

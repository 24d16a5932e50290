"use strict";
// Each change of a control is a request with a number; an answer is shown where no later one has been.
const live = { sequence: 0, shown: 0, page: Math.random().toString(36).slice(2), asked: null, time: null };
window.pwlact.live = live;

live.at = (id) => document.getElementById(id);
live.form = live.at("ask");

// What is asked, from the controls.
live.read = function () {
  const { form } = live;
  const within = form.mode.value === "within";
  const ask = { function: form.function.value, objective: form.objective.value };
  if (!ask.function) { delete ask.function; ask.expr = live.text(form.expr); }
  for (const end of ["low", "high"]) if (form[end].value.trim()) ask[end] = live.number(form[end]);
  const format = form.format.value === "other" ? live.text(form.other) : form.format.value;
  if (format) ask.format = format;
  if (within) ask.within = live.text(form.within); else ask.segments = live.whole(form.segments);
  if (form.mirror.checked) ask.mirror = true;
  return ask;
};

// Values of fields; what they throw is a fault beside the field.
live.text = function (field) {
  const text = field.value.trim();
  if (!text) throw { fault: `${field.labels[0].textContent}: a text is needed, got none; type one`, field: field.id };
  return text;
};

live.whole = function (field) {
  const number = live.number(field);
  if (!Number.isInteger(number)) throw { fault: `a whole number is needed, got ${JSON.stringify(field.value)}; mend it`, field: field.id };
  return number;
};

live.number = function (field) {
  const number = Number(field.value.replace(",", "."));
  if (field.value.trim() === "" || !Number.isFinite(number)) throw { fault: `a number is needed, got ${JSON.stringify(field.value)}; mend it`, field: field.id };
  return number;
};

// The controls, from the address's fragment, and back.
live.restore = function () {
  const { form } = live;
  const kept = new URLSearchParams(location.hash.slice(1));
  form.reset();
  if (kept.has("expr")) { form.function.value = ""; form.expr.value = kept.get("expr"); }
  if (kept.has("function")) form.function.value = kept.get("function");
  for (const name of ["low", "high", "objective", "segments", "within"]) if (kept.has(name)) form[name].value = kept.get(name);
  const format = kept.get("format") ?? "";
  const listed = [...form.format.options].some((option) => option.value === format);
  form.format.value = listed ? format : "other";
  if (!listed) form.other.value = format;
  form.mode.value = kept.has("within") ? "within" : "segments";
  form.mirror.checked = kept.get("mirror") === "true";
  live.at("slider").value = form.segments.value;
};

live.keep = (ask) => history.replaceState(null, "", `#${new URLSearchParams(ask)}`);

// Controls that do not go with others are hidden or disabled.
live.arrange = function () {
  const { form } = live;
  live.at("expr-field").hidden = form.function.value !== "";
  live.at("other-field").hidden = form.format.value !== "other";
  const within = form.mode.value === "within";
  live.at("segments-field").hidden = within;
  live.at("within-field").hidden = !within;
  const unit = form.format.value !== "";
  const served = { ulp: unit, paper: !unit && !within, mse: !within };
  for (const option of form.objective.options) option.disabled = served[option.value] === false;
  if (form.objective.selectedOptions[0].disabled) form.objective.value = "max";
};

live.post = async function (kind, data) {
  const answer = await fetch(kind, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ page: live.page, ...data }) });
  if (answer.status === 204) return null;
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
};

live.search = async function () {
  live.arrange();
  const sequence = ++live.sequence, asked = performance.now();
  live.at("answer").setAttribute("aria-busy", "true");
  clearTimeout(live.slow);
  live.slow = setTimeout(() => { live.at("state").textContent = "searching …"; }, 1000);
  const [ask, answer] = await live.answer(sequence);
  if (answer === null || sequence < live.shown) return;
  live.shown = sequence;
  live.clear();
  live.at("side").classList.toggle("stale", Boolean(answer.fault));
  if (answer.fault) return live.refuse(answer);
  live.asked = ask;
  live.show(answer);
  live.keep(ask);
  live.time = { sequence, server: answer.seconds * 1000, drawn: performance.now() - asked }; // milliseconds
};

// What is asked, and the answer to it; null where a later request took its place.
live.answer = async function (sequence) {
  try {
    const ask = live.read();
    return [ask, await live.post("search", { sequence, ask })];
  } catch (fault) {
    return [null, fault.fault ? fault : { fault: "the server does not answer; where it has ended, run pwlact explore again" }];
  }
};

// Whether the latest request is answered and all is drawn.
live.idle = () => live.shown > 0 && live.shown === live.sequence && !live.due && !live.timer && !live.resting;

live.clear = function () {
  for (const field of live.form.querySelectorAll("[aria-invalid]")) for (const name of ["aria-invalid", "aria-describedby"]) field.removeAttribute(name);
  live.at("fault").hidden = true;
  if (live.shown !== live.sequence) return;
  clearTimeout(live.slow);
  live.at("answer").setAttribute("aria-busy", "false");
};

live.refuse = function ({ fault, field }) {
  clearTimeout(live.resting);
  live.resting = 0;
  live.at("state").textContent = live.asked ? "What is shown is of the settings before." : "";
  live.at("fault").textContent = fault;
  live.at("fault").hidden = false;
  const { form } = live;
  const control = { function: form.function.value ? "function" : "expr", format: form.format.value === "other" ? "other" : "format" }[field] ?? field;
  if (!control) return;
  live.at(control).setAttribute("aria-invalid", "true");
  live.at(control).setAttribute("aria-describedby", "fault");
};

live.show = function (answer) {
  live.at("state").textContent = `answered in ${Math.round(answer.seconds * 1000)} ms`;
  live.at("command").textContent = answer.command;
  live.list("headline", answer.headline);
  live.list("notes", answer.notes);
  if (live.form.mode.value === "within") live.at("segments").value = live.at("slider").value = answer.segments;
  live.put(live.at("first"), answer);
  live.later(answer.name);
};

live.list = function (id, lines) {
  live.at(id).replaceChildren(...lines.map((line) => live.element("li", line)));
  live.at(id).hidden = lines.length === 0;
};

// The rest, and what can be exported, once the controls rest.
live.later = function (name) {
  live.at("name").value = name;
  live.at("made").hidden = true;
  clearTimeout(live.resting);
  live.resting = setTimeout(async () => {
    const { sequence, asked: ask } = live;
    const answer = await live.post("rest", { sequence, ask });
    if (sequence !== live.sequence) return;
    live.resting = 0;
    if (answer && !answer.fault) live.put(live.at("rest"), answer);
    if (live.at("export").open) live.targets();
  }, 100);
};

live.element = function (name, text, values = {}) {
  const made = Object.assign(document.createElement(name), values);
  made.textContent = text;
  return made;
};

// New HTML around the old plots, which are drawn anew in place: that is faster, and keeps their zoom.
live.put = function (root, { html, figures }) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  for (const place of fresh.content.querySelectorAll(".plot[data-figure]")) {
    const old = root.querySelector(`.plot[data-figure="${CSS.escape(place.dataset.figure)}"]`);
    if (!old) continue;
    old.setAttribute("aria-label", place.getAttribute("aria-label"));
    place.replaceWith(old);
  }
  for (const { name, value } of root.querySelectorAll("input[type=radio]:checked")) {
    const same = fresh.content.querySelector(`input[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`);
    if (same) same.checked = true;
  }
  const parts = root.id === "rest" ? fresh.content.querySelectorAll("article > section") : fresh.content.children;
  root.replaceChildren(...parts);
  const { function: name, expr, low, high, format } = live.asked;
  for (const figure of Object.values(figures)) figure.layout.uirevision = [name, expr, low, high, format].join(" ");
  pwlact.show(root, figures);
};

// A link within the page must not take the place of the settings in the address.
live.follow = function (event) {
  const link = event.target.closest("a[href^='#']");
  if (!link) return;
  event.preventDefault();
  const place = document.querySelector(link.getAttribute("href"));
  if (!place) return;
  place.tabIndex = -1;
  place.focus();
  place.scrollIntoView();
};

// Export: the targets of the result, where they are looked at; then the files.
live.targets = async function () {
  const told = await live.post("targets", { ask: live.asked });
  if (!told || told.fault) return;
  const chosen = new Set(live.chosen());
  const legend = live.at("targets").firstElementChild;
  live.at("targets").replaceChildren(legend, ...told.targets.map((target) => live.target(target, chosen)));
};

live.target = function ({ name, title, fault }, chosen) {
  const label = live.element("label", "", { className: "choice" });
  const box = Object.assign(document.createElement("input"), { type: "checkbox", name: "target", value: name });
  box.disabled = fault !== null;
  box.checked = fault === null && chosen.has(name);
  const text = live.element("span", `${name}: ${title}`);
  if (fault) text.append(live.element("span", fault, { className: "quiet" }));
  label.append(box, text);
  return label;
};

live.chosen = () => [...live.at("files").querySelectorAll("[name=target]:checked")].map((box) => box.value);

live.files = async function (event) {
  event.preventDefault();
  const told = await live.post("files", { ask: live.asked, name: live.at("name").value, targets: live.chosen() });
  live.at("files-fault").hidden = !told.fault;
  live.at("made").hidden = Boolean(told.fault);
  if (told.fault) live.at("files-fault").textContent = told.fault;
  else live.made(told);
};

live.made = function ({ files, archive, commands }) {
  const links = [{ name: `${live.at("name").value}.zip`, data: archive }, ...files].map(({ name, data }) => {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const link = live.element("a", `${name} (${bytes.length.toLocaleString()} bytes)`, { download: name, href: URL.createObjectURL(new Blob([bytes])) });
    const item = document.createElement("li");
    item.append(link);
    return item;
  });
  const list = document.createElement("ul");
  list.append(...links);
  live.at("made").replaceChildren(list, live.element("p", "The same by the command line:"), ...commands.map((command) => live.element("pre", command)));
};

live.soon = function (wait) {
  clearTimeout(live.timer);
  live.timer = setTimeout(() => { live.timer = 0; live.search(); }, wait);
};

// A slider moves more often than the page is drawn: the newest of a frame is asked.
live.frame = function () {
  if (live.due) return;
  live.due = requestAnimationFrame(() => { live.due = 0; live.search(); });
};

live.start = async function () {
  await pwlact.start();
  live.restore();
  const slider = live.at("slider"), segments = live.at("segments");
  slider.addEventListener("input", () => { segments.value = slider.value; });
  segments.addEventListener("input", () => { slider.value = segments.value; });
  live.form.addEventListener("submit", (event) => event.preventDefault());
  live.form.addEventListener("input", (event) => (event.target.matches("input:not([type]), [type=number]") ? live.soon(250) : live.frame()));
  document.addEventListener("click", live.follow);
  addEventListener("hashchange", () => { live.restore(); live.search(); });
  live.at("export").addEventListener("toggle", () => live.at("export").open && live.targets());
  live.at("files").addEventListener("submit", live.files);
  await live.search();
};

live.start();

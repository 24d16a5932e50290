"use strict";
// The page's one name. A file of this folder adds a behaviour: pwlact.behaviours.NAME = function (root) { ... }.
// pwlact.show(root, figures) draws the plots under an element and starts all behaviours there; the live page calls it too.
window.pwlact = { behaviours: {}, figures: {} };

pwlact.show = function (root, figures) {
  Object.assign(pwlact.figures, figures);
  pwlact.draw(root, pwlact.figures);
  for (const start of Object.values(pwlact.behaviours)) start(root);
};

// Tells readers of the screen.
pwlact.say = function (text) {
  const status = document.getElementById("status");
  if (status) status.textContent = text;
};

pwlact.unpack = async function (text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text();
};

// The text of an element, unpacked; null where there is none.
pwlact.unpacked = async function (id) {
  const element = document.getElementById(id);
  return element && pwlact.unpack(element.textContent);
};

pwlact.run = function (text) {
  const script = document.createElement("script");
  script.textContent = text;
  document.head.append(script);
};

pwlact.start = async function () {
  const plotly = await pwlact.unpacked("plotly");
  if (plotly) pwlact.run(plotly);
  pwlact.show(document, JSON.parse((await pwlact.unpacked("figures")) ?? "{}"));
  document.documentElement.dataset.ready = "yes";
};

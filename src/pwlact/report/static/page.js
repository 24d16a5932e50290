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

pwlact.loadPlotly = async function () {
  const packed = document.getElementById("plotly");
  if (!packed) return;
  const script = document.createElement("script");
  script.textContent = await pwlact.unpack(packed.textContent);
  document.head.append(script);
};

pwlact.start = async function () {
  await pwlact.loadPlotly();
  const figures = document.getElementById("figures");
  pwlact.show(document, figures ? JSON.parse(figures.textContent) : {});
  document.documentElement.dataset.ready = "yes";
};

"use strict";
// Draws the figures of the page. window.pwlact.draw(root, figures) serves the live page too.
window.pwlact = {};

pwlact.draw = function (root, figures) {
  for (const place of root.querySelectorAll(".plot")) {
    const figure = figures[place.dataset.figure];
    Plotly.react(place, figure.data, figure.layout, { responsive: true, displaylogo: false });
  }
};

pwlact.unpack = async function (text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text();
};

pwlact.start = async function () {
  const packed = document.getElementById("plotly");
  if (packed) {
    const script = document.createElement("script");
    script.textContent = await pwlact.unpack(packed.textContent);
    document.head.append(script);
  }
  const figures = document.getElementById("figures");
  if (figures) pwlact.draw(document, JSON.parse(figures.textContent));
  document.documentElement.dataset.ready = "yes";
};

pwlact.start();

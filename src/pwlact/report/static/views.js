"use strict";
// List boxes that choose a view of a figure: <select data-views="KEY">, layout.meta.views of the figure.

pwlact.behaviours.views = function (root) {
  for (const box of root.querySelectorAll("select[data-views]")) {
    const key = box.dataset.views;
    const place = document.querySelector(`[data-figure="${key}"]`);
    box.onchange = () => {
      const { meta } = pwlact.figures[key].layout;
      const view = meta.views[box.value];
      pwlact.figures[key] = { ...view, layout: { ...view.layout, meta } };
      pwlact.plot(place, pwlact.figures[key]);
    };
  }
};

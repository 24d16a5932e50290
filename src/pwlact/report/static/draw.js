"use strict";
// Plots in the page's colours. A figure leaves text, paper and grid to the page; its traces have colours of palette.py.

pwlact.color = function (name) {
  const probe = document.createElement("span");
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const color = getComputedStyle(probe).color;
  probe.remove();
  return color;
};

// Pixels below the axes: tick labels and title, and the rows of the legend.
pwlact.legendRoom = function (place, figure) {
  const entries = figure.data.filter((trace) => trace.showlegend !== false).length;
  const columns = Math.max(Math.floor((place.clientWidth - 60) / 145), 1);
  return 50 + (entries > 1 ? 20 * Math.ceil(entries / columns) : 0);
};

pwlact.themed = function (place, figure) {
  const layout = figure.layout;
  const [ink, quiet, line, paper] = ["ink", "quiet", "line", "paper"].map(pwlact.color);
  const axis = { gridcolor: line, zerolinecolor: quiet, linecolor: quiet, automargin: true };
  const axes = new Set(["xaxis", "yaxis", ...Object.keys(layout).filter((key) => /^[xy]axis\d*$/.test(key))]);
  const themed = {
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    margin: { l: 44, r: 12, t: 32, b: pwlact.legendRoom(place, figure) },
    hovermode: "closest",
    dragmode: "zoom",
    ...layout,
    font: { family: "system-ui, sans-serif", size: 13, color: ink, ...layout.font },
    legend: { orientation: "h", x: 0, y: 0, yref: "container", yanchor: "bottom", ...layout.legend },
    modebar: { bgcolor: "rgba(0,0,0,0)", color: quiet, activecolor: ink, ...layout.modebar },
    hoverlabel: { bgcolor: paper, bordercolor: quiet, font: { color: ink }, ...layout.hoverlabel },
  };
  for (const key of axes) {
    themed[key] = { ...axis, ...layout[key] };
    if (themed[key].title) themed[key].title = { standoff: 6, ...themed[key].title };
  }
  return themed;
};

// None that sends data elsewhere.
pwlact.buttons = [["zoom2d", "pan2d"], ["zoomIn2d", "zoomOut2d", "resetScale2d"], ["toImage"]];

pwlact.draw = function (root, figures) {
  for (const place of root.querySelectorAll(".plot[data-figure]")) {
    const figure = figures[place.dataset.figure];
    if (figure) pwlact.plot(place, figure);
  }
};

pwlact.plot = function (place, figure) {
  const options = { displaylogo: false, modeBarButtons: pwlact.buttons, ...figure.config };
  if (figure.layout.height) place.style.height = `${figure.layout.height}px`; // the caption stands below it at any width
  place.dataset.width = place.clientWidth;
  const width = place.clientWidth || undefined;
  Plotly.react(place, figure.data, { width, ...pwlact.themed(place, figure) }, options);
  pwlact.nameDrawing(place);
  pwlact.widths.observe(place);
};

// A plot of another width is drawn anew: its legend has other rows.
pwlact.widths = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const figure = pwlact.figures[target.dataset.figure];
    if (figure && target.clientWidth && target.clientWidth !== Number(target.dataset.width)) pwlact.plot(target, figure);
  }
});

// The drawing is an image with the finding as its name; the buttons beside it stay controls.
pwlact.nameDrawing = function (place) {
  place.setAttribute("role", "group");
  place.querySelectorAll(".main-svg").forEach((drawing, number) => {
    if (number > 0) return drawing.setAttribute("aria-hidden", "true");
    drawing.setAttribute("role", "img");
    drawing.setAttribute("aria-label", place.getAttribute("aria-label"));
  });
};

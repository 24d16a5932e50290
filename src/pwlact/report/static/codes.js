"use strict";
// A unit's error on every input code. The figure keeps all codes (layout.meta.codes); the line that is drawn has, of each
// pixel in view, the smallest and the largest error, and close up every code. A field asks for one code.

pwlact.codes = {};

pwlact.codes.ARRAYS = { f4: Float32Array, f8: Float64Array, i4: Int32Array, u4: Uint32Array, u2: Uint16Array };
pwlact.codes.SINGLE = 400; // codes in view that are drawn one by one
pwlact.codes.AROUND = 40; // codes on each side of one that is asked for

pwlact.codes.array = function ({ dtype, bdata }) {
  const bytes = Uint8Array.from(atob(bdata), (letter) => letter.charCodeAt(0));
  return new pwlact.codes.ARRAYS[dtype](bytes.buffer);
};

// The codes of a figure, read once: keys ascend with the values.
pwlact.codes.read = function (meta) {
  if (meta.read) return meta.read;
  const places = pwlact.codes.array(meta.places);
  const keys = meta.keys.bdata ? pwlact.codes.array(meta.keys) : null;
  const read = { ...meta, places, outputs: pwlact.codes.array(meta.outputs), count: places.length };
  read.key = (i) => (keys ? keys[i] : meta.keys.first + i);
  read.drawn = meta.floor ? places.map((size) => Math.max(Math.abs(size), meta.floor)) : places;
  read.step = meta.input.step ?? 1;
  read.position = (i) => read.key(i) * read.step; // on the axis: x in fixed point, the key in floats
  Object.defineProperty(meta, "read", { value: read });
  return read;
};

pwlact.codes.floatValue = function (bits, { mantissa, bias, bits: width }) {
  const magnitude = bits % 2 ** (width - 1);
  const exponent = Math.floor(magnitude / 2 ** mantissa);
  const part = magnitude % 2 ** mantissa;
  const value = (exponent ? 2 ** mantissa + part : part) * 2 ** (Math.max(exponent, 1) - bias - mantissa);
  return bits >= 2 ** (width - 1) ? -value : value;
};

pwlact.codes.value = function (bits, format) {
  if (!("step" in format)) return pwlact.codes.floatValue(bits, format);
  return (format.signed && bits >= 2 ** (format.bits - 1) ? bits - 2 ** format.bits : bits) * format.step;
};

// Bits of an input code by its key, and back.
pwlact.codes.bits = function (key, format) {
  if ("step" in format) return key < 0 ? key + 2 ** format.bits : key;
  return key < 0 ? -key - 1 + 2 ** (format.bits - 1) : key;
};

pwlact.codes.key = function (x, format) {
  if ("step" in format) return Math.round(x / format.step);
  const size = Math.abs(x);
  const exponent = Math.max(Math.floor(Math.log2(size || 1e-300)) + format.bias, 1);
  const unit = 2 ** (exponent - format.bias - format.mantissa);
  const magnitude = Math.round(size / unit) + (exponent - 1) * 2 ** format.mantissa;
  return x < 0 ? -magnitude - 1 : magnitude;
};

pwlact.codes.hex = (bits, format) => `0x${bits.toString(16).toUpperCase().padStart(Math.ceil(format.bits / 4), "0")}`;
pwlact.codes.short = (value) => String(Number(value.toPrecision(6)));

pwlact.codes.text = function (read, i) {
  const { hex, value, short, bits } = pwlact.codes;
  const [input, output] = [bits(read.key(i), read.input), read.outputs[i]];
  const error = read.output.step ? ` = ${short(read.places[i] * read.output.step)}` : "";
  return (
    `x = ${short(value(input, read.input))}, code ${hex(input, read.input)}<br>` +
    `unit: ${short(value(output, read.output))}, code ${hex(output, read.output)}<br>` +
    `error ${Number(read.places[i].toPrecision(4))} ULP${error}`
  );
};

// The index of the code at or after a place on the axis.
pwlact.codes.index = function (read, position) {
  let [low, high] = [0, read.count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (read.position(middle) < position) low = middle + 1;
    else high = middle;
  }
  return low;
};

// Of each of some bins between two indices the smallest and the largest error, in order.
pwlact.codes.thin = function (y, from, to, bins) {
  const found = [];
  if (to - from <= 2 * bins) for (let i = from; i < to; i++) found.push(i);
  else
    for (let bin = 0; bin < bins; bin++) {
      const start = from + Math.floor(((to - from) * bin) / bins);
      const stop = from + Math.floor(((to - from) * (bin + 1)) / bins);
      let [least, most] = [start, start];
      for (let i = start; i < stop; i++) {
        if (!(y[i] >= y[least])) least = i;
        if (!(y[i] <= y[most])) most = i;
      }
      found.push(Math.min(least, most));
      if (least !== most) found.push(Math.max(least, most));
    }
  return found;
};

// Round labels for the codes of floats: their keys a power of two apart, so that far out they are powers of two.
pwlact.codes.ticks = function (read, low, high, count) {
  const step = 2 ** Math.ceil(Math.log2(Math.max((high - low) / count, 1)));
  const found = [];
  for (let k = Math.ceil(low / step); k <= high / step; k++) found.push(k < 0 ? k * step - 1 : k * step);
  const digits = step < 2 ** read.input.mantissa ? 6 : 3;
  const texts = found.map((key) => String(Number(pwlact.codes.value(pwlact.codes.bits(key, read.input), read.input).toPrecision(digits))));
  return { tickvals: found, ticktext: texts };
};

pwlact.codes.refresh = function (place, read) {
  const [low, high] = place._fullLayout.xaxis.range;
  const view = `${low} ${high} ${place.clientWidth}`;
  if (place.dataset.view === view) return;
  place.dataset.view = view;
  const from = Math.max(pwlact.codes.index(read, low) - 1, 0);
  const to = Math.min(pwlact.codes.index(read, high) + 2, read.count);
  const shown = pwlact.codes.thin(read.drawn, from, to, Math.max(place.clientWidth, 200));
  const line = {
    x: [shown.map(read.position)], y: [shown.map((i) => read.drawn[i])], text: [shown.map((i) => pwlact.codes.text(read, i))],
    mode: to - from <= pwlact.codes.SINGLE ? "lines+markers" : "lines", hovertemplate: "%{text}<extra></extra>",
  };
  place.dataset.codes = String(shown.length);
  const floats = !("step" in read.input);
  const ticks = floats ? pwlact.codes.ticks(read, low, high, place.clientWidth / 90) : {};
  Object.assign(pwlact.figures[place.dataset.figure].layout.xaxis, ticks); // for a redraw in other colours
  const axis = Object.fromEntries(Object.entries(ticks).map(([key, value]) => [`xaxis.${key}`, value]));
  Plotly.update(place, line, axis, [place.data.findIndex((trace) => trace.name === "unit")]);
};

// The range of errors about a code, with some air.
pwlact.codes.height = function (read, i) {
  const near = read.drawn.slice(Math.max(i - pwlact.codes.AROUND, 0), i + pwlact.codes.AROUND + 1).filter(Number.isFinite);
  const [low, high] = [Math.min(...near), Math.max(...near)];
  const air = read.floor ? 2 : 0.2 * (high - low) + 0.2;
  return read.floor ? [Math.log10(low / air), Math.log10(high * air)] : [low - air, high + air];
};

// Shows the codes about one, each by itself, and says what the unit gives there; of very many codes some are not kept.
pwlact.codes.show = function (place, read, position, answer) {
  const i = Math.min(pwlact.codes.index(read, position), read.count - 1);
  const ends = [Math.max(i - pwlact.codes.AROUND, 0), Math.min(i + pwlact.codes.AROUND, read.count - 1)];
  const half = 0.5 * read.step;
  const range = [read.position(ends[0]) - half, read.position(ends[1]) + half];
  Plotly.relayout(place, { "xaxis.range": range, "yaxis.range": pwlact.codes.height(read, i) });
  const other = read.position(i) === position ? "" : "The nearest code that the page keeps: ";
  answer.textContent = other + pwlact.codes.text(read, i).replaceAll("<br>", "; ");
};

// What was typed, x or a code as 0x..., as a place on the axis; null where it is neither.
pwlact.codes.asked = function (text, read) {
  const code = /^0x[0-9a-f]+$/i.test(text.trim());
  const number = Number(text);
  if (text.trim() === "" || !Number.isFinite(number)) return null;
  const x = code ? pwlact.codes.value(number, read.input) : number;
  return pwlact.codes.key(x, read.input) * read.step;
};

pwlact.codes.control = function (place, read, box) {
  const [field, answer] = [box.querySelector("input"), box.querySelector("output")];
  box.hidden = false;
  box.onsubmit = (event) => {
    event.preventDefault();
    const position = pwlact.codes.asked(field.value, read);
    if (position === null) answer.textContent = "Type a number, or a code as 0x1F.";
    else pwlact.codes.show(place, read, position, answer);
  };
  for (const button of box.querySelectorAll("[data-x]")) {
    button.onclick = () => pwlact.codes.show(place, read, pwlact.codes.asked(button.dataset.x, read), answer);
  }
  box.querySelector("[data-all]").onclick = () => {
    const { range } = pwlact.figures[place.dataset.figure].layout.yaxis;
    Plotly.relayout(place, { "xaxis.range": [read.position(0), read.position(read.count - 1)], "yaxis.range": range });
    answer.textContent = "";
  };
};

pwlact.codes.of = (place) => pwlact.codes.read(pwlact.figures[place.dataset.figure].layout.meta.codes);

pwlact.behaviours.codes = function (root) {
  for (const place of root.querySelectorAll(".plot[data-figure$='-codes']")) {
    if (!place.dataset.codes) place.on("plotly_afterplot", () => pwlact.codes.refresh(place, pwlact.codes.of(place)));
    delete place.dataset.view; // a live page gives the plot other codes
    pwlact.codes.refresh(place, pwlact.codes.of(place));
    const box = document.getElementById(`${place.dataset.figure}-ask`);
    if (box) pwlact.codes.control(place, pwlact.codes.of(place), box);
  }
};

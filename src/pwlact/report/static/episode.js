"use strict";
// An episode to step through: 0 points, 1, ... n, and the fit. Buttons, a slider, arrow keys; the step is told in words.

pwlact.episode = {};
pwlact.episode.MILLISECONDS = 700; // a step while it plays

pwlact.episode.number = (value) => String(Number(value.toPrecision(5)));

pwlact.episode.words = function (meta, episode, step) {
  const { number } = pwlact.episode;
  const count = episode.x.length;
  if (step > count) return `The fit to all ${count} points: ${episode.end}.`;
  const left = count - step;
  const rest = left === 0 ? "no point is left" : `${left} point${left === 1 ? "" : "s"} left`;
  if (step === 0) return `Start: ${rest}, for the whole range from ${number(meta.interval[0])} to ${number(meta.interval[1])}.`;
  const [x, curvature] = [episode.x[step - 1], episode.curvature[step - 1]];
  const reward = meta.weight ? `rewarded with ${number(meta.weight * curvature)}` : "which earns nothing";
  const named = meta.weight === null ? "" : `, ${reward}`;
  return `Step ${step} of ${count}: point at x = ${number(x)}, curvature ${number(curvature)}${named}; ${rest} from there to ${number(meta.interval[1])}.`;
};

pwlact.episode.draw = function (place, meta, episode, step) {
  const count = Math.min(step, episode.x.length);
  const done = step > episode.x.length;
  const placed = (values) => values.slice(0, count);
  const data = pwlact.figures[place.dataset.figure].data;
  const named = (name) => data.find((trace) => trace.name === name);
  const sizes = placed(episode.x).map((_, k) => (k === count - 1 && !done ? 13 : 8));
  Object.assign(named("fit"), { x: done ? episode.knots : [], y: done ? episode.values : [] });
  for (const [name, y] of [["points placed", episode.y], ["curvature at the points", episode.curvature]]) {
    const trace = named(name);
    Object.assign(trace, { x: placed(episode.x), y: placed(y), marker: { ...trace.marker, size: sizes } });
  }
  const { layout } = pwlact.figures[place.dataset.figure];
  layout.shapes[0] = { ...layout.shapes[0], x0: count ? episode.x[count - 1] : meta.interval[0], visible: !done };
  pwlact.plot(place, pwlact.figures[place.dataset.figure]);
};

pwlact.episode.control = function (box) {
  const key = box.dataset.episode;
  const place = document.querySelector(`[data-figure="${key}"]`);
  const { meta } = pwlact.figures[key].layout;
  const part = (name) => box.querySelector(`[data-step="${name}"]`);
  const [chosen, slider, text, play] = [box.querySelector("select"), part("slider"), box.querySelector("output"), part("play")];
  let [step, timer] = [0, null];

  const episode = () => meta.episodes[chosen ? chosen.selectedIndex : 0];
  const last = () => episode().x.length + 1;
  const stop = () => {
    clearInterval(timer);
    timer = null;
    play.textContent = "Play";
  };
  const go = (to) => {
    step = Math.max(0, Math.min(to, last()));
    slider.max = last();
    slider.value = step;
    text.textContent = pwlact.episode.words(meta, episode(), step);
    slider.setAttribute("aria-valuetext", text.textContent);
    part("back").disabled = step === 0;
    part("on").disabled = step === last();
    pwlact.episode.draw(place, meta, episode(), step);
  };
  const moves = { first: () => 0, back: () => step - 1, on: () => step + 1, last };
  for (const [name, to] of Object.entries(moves)) {
    part(name).onclick = () => {
      stop();
      go(to());
    };
  }
  slider.oninput = () => {
    stop();
    go(Number(slider.value));
  };
  if (chosen) chosen.onchange = () => go(last());
  play.onclick = () => {
    if (timer) return stop();
    if (step === last()) go(0);
    play.textContent = "Pause";
    timer = setInterval(() => {
      go(step + 1);
      if (step === last()) stop();
    }, pwlact.episode.MILLISECONDS);
  };
  box.onkeydown = (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by || event.target === slider || event.target === chosen) return; // these have keys of their own
    event.preventDefault();
    stop();
    go(step + by);
  };
  box.hidden = false;
  go(last());
};

pwlact.behaviours.episode = function (root) {
  for (const box of root.querySelectorAll("[data-episode]")) pwlact.episode.control(box);
};

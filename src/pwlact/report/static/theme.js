"use strict";
// Light or dark: the system's, or the button's.

pwlact.isDark = function () {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
};

pwlact.setTheme = function (name) {
  document.documentElement.dataset.theme = name;
  pwlact.draw(document, pwlact.figures);
};

pwlact.behaviours.theme = function (root) {
  const button = root.querySelector("#theme");
  if (!button) return;
  const show = () => button.setAttribute("aria-pressed", String(pwlact.isDark()));
  button.hidden = false;
  button.addEventListener("click", () => { pwlact.setTheme(pwlact.isDark() ? "light" : "dark"); show(); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { pwlact.draw(document, pwlact.figures); show(); });
  show();
};

"use strict";
// Tables that are sorted by a column, <table data-sortable>: a button in each heading; again, and the order turns.

pwlact.sort = {};

pwlact.sort.before = function (a, b) {
  const [x, y] = [parseFloat(a), parseFloat(b)];
  if (Number.isNaN(x) || Number.isNaN(y)) return a.localeCompare(b);
  return x - y;
};

pwlact.sort.by = function (table, column, direction) {
  const body = table.tBodies[0];
  const text = (row) => row.cells[column].textContent.trim();
  const rows = [...body.rows].sort((a, b) => direction * pwlact.sort.before(text(a), text(b)));
  body.append(...rows.filter((row) => text(row) !== ""), ...rows.filter((row) => text(row) === ""));
};

pwlact.sort.heading = function (table, heading, column) {
  if (!heading.textContent.trim() || heading.querySelector("button")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "sort";
  button.append(...heading.childNodes);
  heading.append(button);
  button.onclick = () => {
    const direction = heading.getAttribute("aria-sort") === "ascending" ? -1 : 1;
    for (const other of heading.parentNode.cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
    pwlact.sort.by(table, column, direction);
  };
};

pwlact.behaviours.sort = function (root) {
  for (const table of root.querySelectorAll("table[data-sortable]")) {
    [...table.tHead.rows[0].cells].forEach((heading, column) => pwlact.sort.heading(table, heading, column));
  }
};

"use strict";
// Buttons that copy: data-copy="text", data-copy-of="id" for an element's text, data-copy-table="id" for a table as TSV,
// and with data-column="3" one column of it. What is hidden in a table is not copied.

pwlact.textOf = function (button) {
  const { copy, copyOf, copyTable, column } = button.dataset;
  if (copy !== undefined) return copy;
  if (copyOf) return document.getElementById(copyOf).textContent;
  return pwlact.tableText(document.getElementById(copyTable), column);
};

pwlact.cellText = function (cell) {
  const parts = [cell, ...cell.querySelectorAll("[data-value]")].filter((part) => part.dataset.value !== undefined);
  const shown = parts.find((part) => part.offsetParent !== null);
  return shown ? shown.dataset.value : cell.innerText.trim();
};

pwlact.tableText = function (table, column) {
  const rows = [...table.rows].map((row) => [...row.cells].map(pwlact.cellText));
  if (column !== undefined) return rows.slice(table.tHead.rows.length).map((row) => row[Number(column)]).join("\n") + "\n";
  return rows.map((row) => row.join("\t")).join("\n") + "\n";
};

// Of a page that was opened as a file, and of browsers that refuse the clipboard, by a field that is selected.
pwlact.copy = async function (text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
};

pwlact.behaviours.copy = function (root) {
  for (const button of root.querySelectorAll("[data-copy], [data-copy-of], [data-copy-table]")) {
    button.hidden = false;
    button.onclick = async () => {
      const text = pwlact.textOf(button);
      await pwlact.copy(text);
      button.focus();
      pwlact.say(`Copied: ${button.getAttribute("aria-label") ?? button.textContent}`);
    };
  }
};

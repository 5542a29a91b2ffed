"use strict";
(() => {
  // Adds a filter over all accounts and sorting by column; the page says everything without it.
  const rows = [...document.querySelectorAll("table.accounts tbody tr")];
  const tools = document.getElementById("tools");
  if (rows.length > 5) {
    const label = document.createElement("label");
    label.htmlFor = "filter";
    label.textContent = "Filter accounts of all groups";
    const input = document.createElement("input");
    input.id = "filter";
    input.type = "search";
    const status = document.createElement("span");
    status.setAttribute("role", "status");
    tools.append(label, input, status);
    tools.hidden = false;
    const texts = rows.map((row) => row.textContent.toLowerCase());
    const openBefore = new Map();
    let timer;
    const apply = () => {
      const wanted = input.value.trim().toLowerCase();
      let shown = 0;
      rows.forEach((row, index) => {
        row.hidden = !texts[index].includes(wanted);
        if (!row.hidden) shown += 1;
      });
      for (const table of document.querySelectorAll("table.accounts")) {
        const details = table.closest("details");
        if (!openBefore.has(details)) openBefore.set(details, details.open);
        const hits = table.tBodies[0].querySelector("tr:not([hidden])");
        details.open = wanted === "" ? openBefore.get(details) : hits !== null;
        table.closest("article").hidden = hits === null;
      }
      if (wanted === "") openBefore.clear();
      status.textContent = wanted === "" ? "" : `${shown} of ${rows.length} accounts`;
    };
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(apply, 120);
    });
  }
  const value = (row, column) => row.cells[column].textContent.trim();
  for (const table of document.querySelectorAll("table.rows, table.sortable")) {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("aria-label", `Sort by ${head.textContent}`);
      head.append(" ", button);
      button.addEventListener("click", () => {
        const descending = head.getAttribute("aria-sort") === "ascending";
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", descending ? "descending" : "ascending");
        const body = table.tBodies[0];
        const sorted = [...body.rows].map((row) => [value(row, column), row]);
        const compare = new Intl.Collator("en", { numeric: true }).compare;
        sorted.sort((a, b) => compare(a[0], b[0]) * (descending ? -1 : 1));
        body.append(...sorted.map((pair) => pair[1]));
      });
    });
  }
  // Browsers that cannot open details by style open them for printing.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open]):not(.long)")];
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });
})();

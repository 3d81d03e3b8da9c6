// Sorts the table by the heading that is clicked, and shows only the rows that have all words of the filter.
"use strict";
{
  const language = document.documentElement.lang;
  const order = new Intl.Collator(language, { numeric: true });
  const table = document.getElementById("documents");
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const rows = [...body.rows];
  const key = (row, column) => row.cells[column].dataset.key || row.cells[column].textContent.trim();

  // Letters as they are looked for: without case and accents, and in Turkish with the dotted i for both.
  const plain = (text) => text.toLocaleLowerCase(language).normalize("NFD").replace(/\p{M}/gu, "").replace(/ı/g, "i");

  const sort = (column) => {
    const head = heads[column];
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const other of heads) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const keyed = rows.map((row, place) => ({ row, place, key: key(row, column) }));
    keyed.sort((one, two) =>
      (one.key === "") - (two.key === "") || (down ? -1 : 1) * order.compare(one.key, two.key) || one.place - two.place);
    body.append(...keyed.map((item) => item.row));
  };

  heads.slice(0, -1).forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(column));
    head.append(button);
  });

  const form = document.getElementById("filter");
  const input = document.getElementById("words");
  const count = document.getElementById("count");
  let texts = null;
  const filter = () => {
    texts ??= rows.map((row) => plain(row.textContent));
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    let found = 0;
    rows.forEach((row, place) => {
      const shown = words.every((word) => texts[place].includes(word));
      row.hidden = !shown;
      found += shown;
    });
    count.textContent = words.length
      ? count.dataset.found.replace("{1}", found).replace("{2}", rows.length) : count.dataset.all;
  };
  input.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
}

/*
  Search in the page: names of elements, attributes, classes, values, headings of the text, then words of descriptions.
  Everything is read from the page itself when the box is first used; without scripts the page lacks only this.
*/
"use strict";
(() => {
  const form = document.getElementById("search");
  const box = document.getElementById("search-box");
  const list = document.getElementById("search-results");
  const status = document.getElementById("search-status");
  const SHOWN = 40;
  let index = null;
  let current = -1;

  /* Small letters without signs, so that Iğdır, IĞDIR, ığdır and igdir are one: dotted and dotless i count as i. */
  const fold = (text) => text.replace(/[İIı]/g, "i").toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  const words = (node) => (node ? node.textContent.replace(/\s+/g, " ").trim() : "");
  const plain = (name) => fold(name).replace(/^[<@"“]+|[>"”]+$/g, "");

  const entry = (kind, id, name, owner, gloss, text) => ({
    kind, id, name, owner, gloss, key: plain(name), rest: fold(`${owner} ${gloss} ${text}`),
  });

  const gather = () => {
    const found = [];
    for (const spec of document.querySelectorAll("article.spec")) {
      const kind = ["element", "class", "macro", "data"].find((name) => spec.classList.contains(name));
      const name = words(spec.querySelector("h3 code"));
      const gloss = words(spec.querySelector("h3 .gloss"));
      found.push(entry(kind, spec.id, name, words(spec.querySelector("h3 .variant")), gloss, words(spec.querySelector(":scope > .desc"))));
      for (const att of spec.querySelectorAll(".att")) {
        const attribute = words(att.querySelector("code"));
        const desc = words(att.querySelector(":scope > dd > .desc"));
        found.push(entry("attribute", att.id, attribute, name, desc, ""));
        for (const value of att.querySelectorAll(".val")) {
          found.push(entry("value", value.id, words(value.querySelector("code")), `${name} ${attribute}`,
            words(value.querySelector("dd")), ""));
        }
      }
    }
    for (const row of document.querySelectorAll(".attributes th[id]")) {
      const where = words(row.parentNode.lastElementChild);
      found.push({ ...entry("attribute", row.id, words(row), "", words(row.nextElementSibling), where), first: true });
    }
    for (const head of document.querySelectorAll(".prose :is(h2, h3, h4, h5, h6)[id]")) {
      found.push(entry("heading", head.id, words(head), "", "", ""));
    }
    return found;
  };

  /* 0 the name, 1 its beginning, 2 a word in it, 3 within it, 4 in the description; 9 nothing. */
  const rank = (item, terms) => {
    let worst = 0;
    for (const term of terms) {
      const at = item.key.indexOf(term);
      const value = item.key === term ? 0 : at === 0 ? 1
        : at > 0 ? (/[\p{L}\p{N}]/u.test(item.key[at - 1]) ? 3 : 2) : item.rest.includes(term) ? 4 : 9;
      worst = Math.max(worst, value);
    }
    return worst;
  };

  const kinds = ["element", "attribute", "value", "class", "heading", "macro", "data"];
  const search = (query) => {
    index ??= gather();
    const only = /^\s*[<]/.test(query) ? "element" : /^\s*@/.test(query) ? "attribute" : /^\s*["“]/.test(query) ? "value" : "";
    const terms = query.split(/\s+/).map(plain).filter(Boolean);
    if (!terms.length) return [];
    return index
      .filter((item) => !only || item.kind === only)
      .map((item) => [rank(item, terms), kinds.indexOf(item.kind), item])
      .filter(([value]) => value < 9)
      .sort((a, b) => a[0] - b[0] || Boolean(b[2].first) - Boolean(a[2].first) || a[1] - b[1] || a[2].key.length - b[2].key.length)
      .map(([, , item]) => item);
  };

  const say = (template, ...values) => values.reduce((text, value, n) => text.replace(`{${n + 1}}`, value), template);

  const part = (tag, name, text) => {
    const node = document.createElement(tag);
    node.className = name;
    node.textContent = text;
    return node;
  };

  const show = () => {
    const query = box.value.trim();
    const found = search(query);
    current = -1;
    list.replaceChildren(...found.slice(0, SHOWN).map((item, number) => {
      const option = part("div", `result ${item.kind}`, "");
      option.id = `search-result-${number}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.to = item.id;
      option.append(part(item.kind === "heading" ? "span" : "code", "hit", item.name), " ", part("span", "kind", form.dataset[item.kind]), " ");
      if (item.owner) option.append(part("span", "owner", item.owner), " ");
      if (item.gloss) option.append(part("span", "gloss", item.gloss));
      return option;
    }));
    if (query && !found.length) list.append(part("p", "none", form.dataset.none));
    list.hidden = !query;
    box.setAttribute("aria-expanded", String(Boolean(found.length)));
    box.removeAttribute("aria-activedescendant");
    status.textContent = !query ? "" : !found.length ? form.dataset.none
      : say(found.length > SHOWN ? form.dataset.more : form.dataset.some, found.length, SHOWN);
  };

  const choose = (number) => {
    const options = list.querySelectorAll("[role=option]");
    if (!options.length) return;
    options[current]?.setAttribute("aria-selected", "false");
    current = (number + options.length) % options.length;
    options[current].setAttribute("aria-selected", "true");
    options[current].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", options[current].id);
  };

  const close = () => {
    list.hidden = true;
    current = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };

  const reveal = (id) => {
    const target = document.getElementById(id);
    for (let fold = target?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    return target;
  };

  const go = (option) => {
    if (!option) return;
    close();
    const target = reveal(option.dataset.to);
    location.hash = option.dataset.to;
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
  };

  box.addEventListener("input", show);
  box.addEventListener("focus", () => { if (box.value) show(); });
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") choose(current + 1);
    else if (event.key === "ArrowUp") choose(current < 0 ? -1 : current - 1);
    else if (event.key === "Escape") { if (list.hidden) box.value = ""; close(); }
    else return;
    event.preventDefault();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (list.hidden) show();
    go(list.querySelectorAll("[role=option]")[Math.max(current, 0)]);
  });
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    go(event.target.closest("[role=option]"));
  });
  box.addEventListener("blur", close);
  document.addEventListener("keydown", (event) => {
    const writing = event.target.closest?.("input, textarea, [contenteditable]");
    if (event.key === "/" && !writing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  });
  addEventListener("hashchange", () => reveal(decodeURIComponent(location.hash.slice(1))));
  reveal(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
  form.hidden = false;
})();

/*
 * Search in the pages of an edition, without a server: it reads the index that the edition wrote beside its pages
 * (xslt/html/search.xsl) when a reader first asks. Nothing here depends on the language of the browser.
 *
 * Letters: a word is found whatever its case and accents. A letter of the Turkish alphabet that is typed, ç ğ ı İ ö ş ü,
 * is meant; a plain letter stands for all of its kind (asymmetric search: Unicode Technical Standard 10, 8.2). Words are
 * found by how they begin, so that suffixes do not matter: Ankara finds Ankara’nın, and Ankara’nın finds Ankara.
 */
"use strict";

(() => {
  // A word, or letters with points between them (T.B.M.M., which TBMM finds), with what apostrophes add to it.
  const WORD = /(?:(?:\p{L}\.){2,}(?:\p{L}(?![\p{L}\p{M}\p{N}]))?|[\p{L}\p{M}\p{N}]+)(?:[’'ʼ][\p{L}\p{M}\p{N}]+)*/gu;
  const STRICT = "çğışöü";
  const SOFT = { p: "b", c: "c", t: "d", k: "g" }; // kitap, kitabı; ağaç, ağacı; kanat, kanadı; toprak, toprağı
  const ASIDE = ".call, .number, .pb, .sidenote, .who, .readings, .resolved, .back, .note-number, "
    + ".attribution, .key, .where, [hidden], [popover], nav";
  const SHOWN = 20; // results of a kind at first
  const AROUND = 70; // characters of context on either side of a word that is found

  // --- Words

  /** A word as two texts of one length: `plain` without case and accents, `exact` with the letters that count. */
  function letters(word) {
    let plain = "";
    let exact = "";
    for (const sign of word.normalize("NFC")) {
      const base = sign.normalize("NFD");
      if (!/^[\p{L}\p{N}]/u.test(sign)) continue;
      const bare = /^.\p{M}+$/u.test(base) ? [...base][0] : sign;
      const small = "İIı".includes(sign) ? "i" : bare.toLowerCase();
      const own = sign.toLowerCase();
      plain += small;
      exact += sign === "I" || sign === "ı" ? sign : STRICT.includes(own) && sign !== "İ" ? own : small;
    }
    return { plain, exact };
  }

  /** The words of a text with their places. What an apostrophe parts from three letters and more is a suffix. */
  function words(text) {
    const found = [];
    for (const match of text.matchAll(WORD)) {
      let start = match.index;
      for (const part of match[0].split(/[’'ʼ]/u)) {
        const before = found.at(-1);
        const isSuffix = start > match.index && before.end - before.start > 2;
        if (isSuffix) break;
        found.push({ ...letters(part), start, end: start + part.length });
        start += part.length + 1;
      }
    }
    return found;
  }

  const isMeant = (asked, there) =>
    [...asked].every((sign, i) => {
      if (sign === "ı") return there[i] === "ı" || there[i] === "I";
      return !STRICT.includes(sign) || sign === there[i];
    });

  /** 0 if the word does not begin with what was asked for, 1 if it does, 2 if it is that word. */
  function agreement(asked, word, softens) {
    if (word.plain.startsWith(asked.plain)) {
      const isDotted = asked.dots.every((i) => word.exact[i] !== "ı");
      if (isDotted && isMeant(asked.exact, word.exact)) return word.plain.length === asked.plain.length ? 2 : 1;
    }
    const soft = SOFT[asked.plain.at(-1)];
    if (softens && soft && asked.plain.length > 3) {
      const stem = asked.plain.slice(0, -1);
      const next = word.plain[asked.plain.length];
      if (word.plain.startsWith(stem + soft) && next && "aeiou".includes(next)) {
        return isMeant(asked.exact.slice(0, -1), word.exact) ? 1 : 0;
      }
    }
    return 0;
  }

  /** How words begin that answer to one that was asked for. */
  function beginnings(asked, softens) {
    const soft = softens && asked.plain.length > 3 && SOFT[asked.plain.at(-1)];
    return soft ? [asked.plain, asked.plain.slice(0, -1) + soft] : [asked.plain];
  }

  /** What a reader asks for: groups of words, each of which has to be there, those in quotation marks side by side. */
  function parse(query) {
    const groups = [];
    for (const part of query.matchAll(/["“”„«]([^"“”„«»]*)["“”»]?|[^\s"“”„«»]+/gu)) {
      const asked = words(part[1] ?? part[0]).map((word) => {
        const written = (part[1] ?? part[0]).slice(word.start, word.end).normalize("NFC");
        return { ...word, dots: [...written].flatMap((sign, i) => (sign === "İ" ? [i] : [])) };
      });
      if (part[1] === undefined) groups.push(...asked.map((word) => [word]));
      else if (asked.length) groups.push(asked);
    }
    return groups;
  }

  /** Where a group of words stands among others: numbers of the first of them, with how well they agree. */
  function places(group, there, softens) {
    const found = [];
    for (let i = 0; i + group.length <= there.length; i += 1) {
      let weight = agreement(group[0], there[i], softens);
      for (let n = 1; weight && n < group.length; n += 1) {
        weight = Math.min(weight, agreement(group[n], there[i + n], softens)) && weight;
      }
      if (weight) found.push({ at: i, length: group.length, weight });
    }
    return found;
  }

  // --- The index

  const known = new WeakMap();

  function prepare(index) {
    if (known.has(index)) return known.get(index);
    const passages = index.passages.map(([id, label, kind, text], number) =>
      ({ number, href: `index.html#${id}`, label, kind, text, words: words(text), entries: [] }));
    const entries = index.entries.map(([page, id, main, names, text, forms, numbers]) => {
      const entry = { href: `${page}#${id}`, label: main, text, names: [main, ...names], words: words(text) };
      entry.nameWords = entry.names.map(words);
      // A name before its comma, such as a family name, is a name too.
      entry.whole = [...entry.nameWords, words(main.split(",")[0])];
      entry.forms = [...new Set([...entry.names, ...forms])].map(words).filter((form) => form.length);
      for (const number of numbers) passages[number].entries.push(entry);
      return entry;
    });
    const prepared = { passages, entries, labels: index.labels, kinds: index.kinds, softens: index.language === "tr" };
    known.set(index, prepared);
    return prepared;
  }

  /** The entries of which one of the names is what was asked for: the text may call them otherwise. */
  const called = (data, groups) => {
    const asked = groups.flat();
    return new Set(data.entries.filter((entry) => entry.whole.some((name) =>
      name.length === asked.length && name.every((word, i) => agreement(asked[i], word, false) === 2))));
  };

  /** The words of a text that answer a query: those asked for, and those by which it calls the entries. */
  function hits(there, groups, entries, softens) {
    const found = groups.map((group) => places(group, there, softens));
    const byName = entries.flatMap((entry) => entry.forms.flatMap((form) =>
      places(form.map((word) => ({ ...word, dots: [] })), there, false)));
    const isThere = groups.length > 0 && found.every((group) => group.length);
    if (!isThere && !byName.length) return undefined;
    const all = [...(isThere ? found.flat() : []), ...byName];
    const starts = isThere ? found.map((group) => group[0].at) : [];
    const isPhrase = isThere && found[0].some(({ at }) =>
      found.every((group, n) => group.some((place) => place.at === at + n)));
    const weight = found.reduce((sum, group) => sum + Math.max(0, ...group.map((place) => place.weight)), 0);
    return { all, first: Math.min(...(starts.length ? starts : all.map(({ at }) => at))), weight: isThere ? weight + 2 * isPhrase : 1 };
  }

  function search(index, query) {
    const data = prepare(index);
    const groups = parse(query);
    const results = { names: [], ...Object.fromEntries(Object.keys(data.kinds).map((kind) => [kind, []])), descriptions: [] };
    if (!groups.length) return { results, data, groups };
    const meant = called(data, groups);
    for (const entry of data.entries) {
      const names = entry.nameWords.map((name) => hits(name, groups, [], false)).filter(Boolean);
      if (names.length) results.names.push({ ...entry, weight: Math.max(...names.map((hit) => hit.weight)) + 9 * meant.has(entry) });
      else {
        const hit = hits(entry.words, groups, [], data.softens);
        if (hit) results.descriptions.push({ ...entry, ...hit });
      }
    }
    for (const passage of data.passages) {
      const hit = hits(passage.words, groups, passage.entries.filter((entry) => meant.has(entry)), data.softens);
      if (hit) results[passage.kind].push({ ...passage, ...hit });
    }
    for (const list of Object.values(results)) list.sort((one, other) => other.weight - one.weight);
    return { results, data, groups };
  }

  // --- The page: words that were asked for are marked where a result leads to

  /** The text nodes that are read, in one text, with the place where each begins. */
  function read(element) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const nodes = [];
    let text = "";
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement.closest(ASIDE)) continue;
      const block = node.parentElement.closest("p, li, div, dd, dt, td, h1, h2, h3, h4, h5, h6");
      if (nodes.length && nodes.at(-1).block !== block) text += "\n";
      nodes.push({ node, block, start: text.length });
      text += node.data;
    }
    return { nodes, text };
  }

  function rangesOf(element, groups, entries, softens) {
    const { nodes, text } = read(element);
    const there = words(text);
    const hit = { all: [] };
    for (const group of groups) hit.all.push(...places(group, there, softens));
    for (const entry of entries) {
      for (const form of entry.forms) hit.all.push(...places(form.map((word) => ({ ...word, dots: [] })), there, false));
    }
    const boundary = (offset) => {
      let low = 0;
      let high = nodes.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (nodes[middle].start <= offset) low = middle;
        else high = middle - 1;
      }
      return [nodes[low].node, Math.min(offset - nodes[low].start, nodes[low].node.length)];
    };
    return hit.all.sort((one, other) => one.at - other.at).map(({ at, length }) => {
      const range = new Range();
      range.setStart(...boundary(there[at].start));
      range.setEnd(...boundary(there[at + length - 1].end - 1));
      range.setEnd(range.endContainer, range.endOffset + 1);
      return range;
    });
  }

  function markPage(index, query) {
    const data = prepare(index);
    const groups = parse(query);
    const main = document.querySelector("main");
    if (!groups.length || !main) return;
    const entries = [...called(data, groups)];
    const ranges = rangesOf(main, groups, entries, data.softens);
    if (globalThis.Highlight && CSS.highlights) CSS.highlights.set("found", new Highlight(...ranges));
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const first = target && ranges.find((range) => target.contains(range.startContainer));
    if (first) scrollTo({ top: scrollY + first.getBoundingClientRect().top - innerHeight / 3, behavior: "instant" });
  }

  // --- The form

  const script = document.currentScript;
  const asked = new URLSearchParams(location.search).get("q") ?? "";

  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  /** What a script leaves under a global name: from a disk no file can be read in another way. */
  const loaded = (src, name) => new Promise((resolve, reject) => {
    const source = element("script", { src });
    source.addEventListener("load", () => resolve(globalThis[name]));
    source.addEventListener("error", () => reject(new Error(`${src} cannot be loaded`)));
    document.head.append(source);
  });

  let loading;

  /** The index, loaded once. */
  const load = () => (loading ??= loaded(script.dataset.index, "teitoolsIndex"));

  const filled = (wording, value) => wording.replace("{1}", () => value);

  /** The words around the first that was found, all found ones marked. */
  function context({ text, words: there, all, first }) {
    const line = element("span", { class: "context" });
    const centre = there[first];
    const from = centre.start > AROUND ? text.indexOf(" ", centre.start - AROUND) + 1 : 0;
    const end = centre.end + AROUND;
    const to = end < text.length ? Math.max(text.lastIndexOf(" ", end), centre.end) : text.length;
    let at = from;
    if (from > 0) line.append("… ");
    for (const place of [...all].sort((one, other) => one.at - other.at)) {
      const start = there[place.at].start;
      const stop = there[place.at + place.length - 1].end;
      if (start < at || stop > to) continue;
      line.append(text.slice(at, start), element("mark", {}, text.slice(start, stop)));
      at = stop;
    }
    line.append(text.slice(at, to));
    if (to < text.length) line.append(" …");
    return line;
  }

  function resultLine(result, query, folder) {
    const [page, id] = result.href.split("#");
    const link = element("a", { href: `${folder}${page}?q=${encodeURIComponent(query)}#${id}` },
      element("span", { class: "where" }, result.label), " ");
    if (result.all) link.append(context(result));
    else if (result.names.length > 1) link.append(element("span", { class: "context" }, result.names.slice(1).join(" · ")));
    return element("li", {}, link);
  }

  /** Results of a kind, the first at once; their pages lie in the folder. */
  function resultList(name, results, query, labels, { folder = "", first = SHOWN } = {}) {
    const list = element("ul", { "aria-label": name });
    const show = (some) => list.append(...some.map((result) => resultLine(result, query, folder)));
    show(results.slice(0, first));
    const parts = [element("p", { class: "kind" }, `${name} `, element("span", { class: "count" }, String(results.length))), list];
    if (results.length > first) {
      const more = element("button", { type: "button" }, filled(labels.more, results.length));
      more.addEventListener("click", () => {
        show(results.slice(first));
        list.children[first].firstChild.focus();
        more.remove();
      });
      parts.push(more);
    }
    return parts;
  }

  /** All results, each kind under its name. */
  function resultLists(results, data, query, options) {
    const kinds = { names: data.labels.names, ...data.kinds, descriptions: data.labels.descriptions };
    return Object.entries(results).flatMap(([kind, list]) =>
      (list.length ? resultList(kinds[kind], list, query, data.labels, options) : []));
  }

  function build(header) {
    const input = element("input", {
      type: "search", id: "search-field", name: "q", autocomplete: "off", spellcheck: "false", enterkeyhint: "search",
      placeholder: script.dataset.label, "aria-label": script.dataset.label, "aria-controls": "search-results",
    });
    const status = element("p", { role: "status", class: "who" }); // always there, else it would not be heard
    const count = element("p", { "aria-hidden": "true" });
    const lists = element("div");
    const panel = element("div", { class: "search-panel", id: "search-results", hidden: "" }, count, lists);
    const form = element("form", { role: "search", class: "search" }, input, status, panel);

    const close = () => { panel.hidden = true; };
    const update = async () => {
      const query = input.value.trim();
      if (!query) return close();
      const index = await load();
      if (query !== input.value.trim()) return undefined;
      const { results, data } = search(index, query);
      const sum = Object.values(results).reduce((all, list) => all + list.length, 0);
      const said = sum === 1 ? data.labels["found-one"] : filled(sum ? data.labels.found : data.labels.none, sum || query);
      status.textContent = said;
      count.textContent = said;
      lists.replaceChildren(...resultLists(results, data, query));
      panel.hidden = false;
      return undefined;
    };
    const step = (by) => {
      const stops = [input, ...panel.querySelectorAll("a, button")];
      stops[Math.min(Math.max(stops.indexOf(document.activeElement) + by, 0), stops.length - 1)].focus();
    };

    input.addEventListener("focus", () => { load().catch(() => {}); });
    input.addEventListener("input", update);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      update().then(() => panel.querySelector("a")?.focus());
    });
    form.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (panel.hidden) update();
        else step(event.key === "ArrowDown" ? 1 : -1);
        event.preventDefault();
      } else if (event.key === "Escape" && !panel.hidden) {
        input.focus();
        close();
        event.preventDefault();
      }
    });
    document.addEventListener("click", (event) => { if (!form.contains(event.target)) close(); });
    panel.addEventListener("click", (event) => { if (event.target.closest("a")) close(); });
    (header.querySelector(".search-place") ?? header).append(form);
    input.value = asked;
  }

  // The page above several documents has a search of its own (corpus.js), made of the same.
  globalThis.teitoolsSearch = Object.assign(search, { agreement, beginnings, element, filled, letters, loaded, parse, resultLists, words });
  if (!script.dataset.index) return;
  const header = document.querySelector("header.site");
  if (header) build(header);
  if (asked) {
    load().then((index) => {
      markPage(index, asked);
      addEventListener("hashchange", () => markPage(index, asked));
    });
  }
})();

/*
 * Search in all documents, without a server. A query needs few files: the list of the parts of the vocabulary, the parts in
 * which its words may be, and the indexes of the documents that have all of them, a few at a time; in these it looks as the
 * pages of the documents do (search.js). tasks/editions/vocabulary.py writes list and parts.
 */
"use strict";

(() => {
  const search = globalThis.teitoolsSearch;
  const { agreement, beginnings, element, filled, letters, loaded, parse, resultLists } = search;
  const PARTS = 8; // of the vocabulary that one word may need: about half a megabyte
  const DOCUMENTS = 5; // looked into at a time
  const FIRST = 5; // results of a kind in a document at first
  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const form = document.getElementById("all-texts");
  const results = document.getElementById("found");
  const status = form.querySelector("[role='status']");
  const labels = form.dataset;
  const asked = new URLSearchParams(location.search).get("q")?.trim() ?? "";

  /** The numbers of the documents that a word is in: steps, in digits of five bits. */
  function numbers(said) {
    const found = [];
    let last = -1;
    let step = 0;
    let bits = 0;
    for (const sign of said) {
      const digit = DIGITS.indexOf(sign);
      step += (digit % 32) * 2 ** bits;
      bits += 5;
      if (digit < 32) {
        last += step + 1;
        found.push(last);
        step = bits = 0;
      }
    }
    return found;
  }

  /** The numbers of the parts in which words that begin so may be. */
  function partsWith(beginning, starts) {
    const last = Math.max(starts.findLastIndex((start) => start <= beginning), 0);
    return [...starts.keys()].filter((part) => part === last || starts[part].startsWith(beginning));
  }

  /** How well each document answers to a word; undefined if too many parts would have to be read. */
  async function holders(word, known) {
    const parts = new Set(beginnings(word, known.softens).flatMap((one) => partsWith(one, known.starts)));
    if (parts.size > PARTS) return undefined;
    const found = new Map();
    for (const part of parts) {
      const said = globalThis.teitoolsWords?.[part] ?? (await loaded(`${labels.root}search/${part}.js`, "teitoolsWords"))[part];
      const pairs = said.split(" ");
      for (let i = 0; i < pairs.length; i += 2) {
        const weight = agreement(word, letters(pairs[i]), known.softens);
        if (weight) for (const number of numbers(pairs[i + 1])) found.set(number, Math.max(weight, found.get(number) ?? 0));
      }
    }
    return found;
  }

  /** The documents that have all words, the best first. */
  async function candidates(words, known) {
    const found = [];
    for (const word of words) {
      const one = await holders(word, known);
      if (!one) return { word };
      found.push(one);
    }
    const [first, ...others] = found;
    const all = [...first].filter(([number]) => others.every((one) => one.has(number)))
      .map(([number, weight]) => ({ number, weight: others.reduce((sum, one) => sum + one.get(number), weight) }));
    return { all: all.sort((one, two) => two.weight - one.weight || one.number - two.number).map(({ number }) => number) };
  }

  const rowsByFolder = () => new Map([...document.querySelectorAll("#documents tbody a[data-folder]")]
    .map((link) => [link.dataset.folder, link]));

  /** What was found in one document, under its title. */
  async function resultsIn(path, title, query) {
    const folder = `${labels.root}${path}/${labels.part}`;
    const index = await loaded(`${folder}search-index.js`, "teitoolsIndex");
    const { results: found, data } = search(index, query);
    const heading = element("h2", {}, element("a", { href: `${folder}index.html?q=${encodeURIComponent(query)}` }, title.text));
    if (title.lang) heading.lang = title.lang;
    const lists = resultLists(found, data, query, { folder, first: FIRST });
    if (!lists.length) lists.push(element("p", { class: "apart" }, labels.apart));
    return element("section", {}, heading, ...lists);
  }

  /** Shows what is in the next documents, and a way to those after them. */
  async function showNext(numbersLeft, known, query, isFirst) {
    const links = rowsByFolder();
    const next = numbersLeft.slice(0, DOCUMENTS);
    const left = numbersLeft.slice(DOCUMENTS);
    results.setAttribute("aria-busy", "true");
    for (const [place, number] of next.entries()) {
      const path = known.documents[number];
      const link = links.get(path);
      const title = { text: link?.textContent || decodeURIComponent(path), lang: link?.closest("[lang]")?.lang };
      // One that cannot be read keeps nobody from the others.
      const section = await resultsIn(path, title, query).catch((error) =>
        element("section", {}, element("h2", {}, title.text), element("p", {}, error.message)));
      results.append(section);
      if (!isFirst && place === 0) section.querySelector("a")?.focus();
    }
    results.removeAttribute("aria-busy");
    if (!left.length) return;
    const more = element("button", { type: "button" }, filled(labels.more, left.length));
    more.addEventListener("click", () => {
      more.remove();
      showNext(left, known, query, false);
    });
    results.append(more);
  }

  async function run(query) {
    const known = await loaded(`${labels.root}search/parts.js`, "teitoolsCorpus");
    const words = parse(query).flat();
    if (!words.length) return;
    const { all, word } = await candidates(words, known);
    status.textContent = word ? filled(labels.short, word.plain)
      : all.length === 1 ? labels.foundOne : filled(all.length ? labels.found : labels.none, all.length || query);
    if (all) await showNext(all, known, query, true);
  }

  // Another search is another address: the way back from what was found leads to the results.
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const query = form.elements.q.value.trim();
    location.search = query ? `?q=${encodeURIComponent(query)}` : "";
  });
  form.hidden = false;
  if (!asked) return;
  form.elements.q.value = asked;
  results.hidden = false;
  run(asked).catch((error) => { status.textContent = error.message; });
})();

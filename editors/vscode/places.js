// Places of a text as both sides know them: by the ids of elements, and the words after those.
"use strict";

const MARKUP = /<!--[^]*?(?:-->|$)|<!\[CDATA\[[^]*?(?:\]\]>|$)|<\?[^]*?(?:\?>|$)|<(\/?)([^\s\/<>!?]+)((?:"[^"]*"|'[^']*'|[^<>"'])*)>/g;
const ID = /(?:^|\s)xml:id\s*=\s*(?:"([^"]*)"|'([^']*)')/;
const ELSEWHERE = /(^|:)(note|teiHeader|standOff)$/; // pages do not have these in the text
const FARTHEST = 100_000; // characters after an id in which a word is looked for

/** The id of the last element that starts before a place, and whether the place is in that element; a note or
 * header that has ended counts for nothing, as pages have those elsewhere. Undefined if there is no such element. */
function placeAt(text, offset) {
  const inTag = text.lastIndexOf("<", offset - 1) > text.lastIndexOf(">", offset - 1);
  const end = inTag ? text.indexOf(">", offset) + 1 || text.length : offset;
  const stack = [{ name: "", id: "", last: "" }];
  for (const [, closes, name, rest] of text.slice(0, end).matchAll(MARKUP)) {
    if (!name) continue;
    if (!closes) {
      const id = ID.exec(rest);
      stack.push({ name, id: id ? (id[1] ?? id[2]) : "", last: "" });
    }
    if ((closes || rest.endsWith("/")) && stack.at(-1).name === name) {
      const ended = stack.pop();
      if (!ELSEWHERE.test(ended.name)) stack.at(-1).last = ended.last || ended.id || stack.at(-1).last;
    }
  }
  for (const one of stack.reverse()) {
    if (one.last) return { id: one.last, inside: false };
    if (one.id) return { id: one.id, inside: true };
  }
  return undefined;
}

/** Where the element with an id starts to have content; undefined if there is none. */
function named(text, id) {
  for (const found of text.matchAll(MARKUP)) {
    const has = found[3] && ID.exec(found[3]);
    if (has && (has[1] ?? has[2]) === id) return found.index + found[0].length;
  }
  return undefined;
}

/** Where a word stands in the text after a place, once `nth` others of it have passed, else the last of them. */
function wordAfter(text, offset, word, nth) {
  const plain = text.slice(offset, offset + FARTHEST).replace(MARKUP, (markup) => "\0".repeat(markup.length));
  let found = -1;
  for (let passed = 0; word && passed <= nth; passed += 1) {
    const next = plain.indexOf(word, found + 1);
    if (next < 0) break;
    found = next;
  }
  return found < 0 ? undefined : offset + found;
}

module.exports = { named, placeAt, wordAfter };

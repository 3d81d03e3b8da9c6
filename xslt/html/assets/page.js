// What a page does besides being read; it is whole without.
"use strict";

// The way to another language leads to the same place of the page.
{
  const links = document.querySelectorAll("nav.languages a");
  const keepPlace = () => {
    for (const link of links) link.hash = location.hash;
  };
  addEventListener("hashchange", keepPlace);
  keepPlace();
}

// The citation is that of the paragraph or the note at which the address of the page points.
{
  const citation = document.querySelector(".citation");
  const text = (element) => element?.textContent.trim() ?? "";
  const inWords = (element) => {
    const note = element.closest(".footnote, .editorial-note");
    if (note) {
      const pattern = note.matches(".footnote") ? citation.dataset.note : citation.dataset.editorial;
      return pattern.replace("{1}", text(note.querySelector(".note-number")));
    }
    const heading = text(element.closest("section")?.querySelector("h2, h3, h4, h5, h6"));
    const number = text(element.closest(".p")?.querySelector(".number"));
    return [heading, number && `¶${number}`].filter(Boolean).join(" ");
  };
  const cite = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const element = id && document.querySelector("main")?.querySelector(`[id="${CSS.escape(id)}"]`);
    const words = element ? inWords(element) : "";
    const [locator, address] = [".locator", ".address"].map((name) => citation.querySelector(name));
    locator.textContent = words && `${words}. `;
    citation.dataset.base ??= address.textContent || (location.protocol.startsWith("http") ? location.href.split("#")[0] : "");
    address.textContent = citation.dataset.base && citation.dataset.base + (words && location.hash);
  };
  if (citation) {
    addEventListener("hashchange", cite);
    cite();
  }
}

// On paper, notes stand at the foot of the part of the text that calls them; without scripts, at the end.
{
  const lists = document.querySelectorAll("section.notes > ol");
  const partOf = (note) => {
    const calls = document.querySelectorAll(`main a[href="#${CSS.escape(note.id)}"]`);
    for (const call of calls) {
      const part = call.closest("article > section, article > div");
      if (part && !part.matches(".notes")) return part;
    }
    return null;
  };
  let moved = [];
  addEventListener("beforeprint", () => {
    if (moved.length) return;
    for (const list of lists) {
      const places = new Map();
      for (const note of [...list.children]) {
        const part = partOf(note);
        if (!part) continue;
        if (!places.has(part)) {
          const foot = document.createElement("ol");
          foot.className = "notes foot";
          part.append(foot);
          places.set(part, foot);
        }
        moved.push({ note, list, before: note.nextSibling });
        places.get(part).append(note);
      }
    }
  });
  addEventListener("afterprint", () => {
    for (const { note, list, before } of moved.reverse()) list.insertBefore(note, before);
    moved = [];
    for (const foot of document.querySelectorAll("ol.notes.foot")) foot.remove();
  });
}

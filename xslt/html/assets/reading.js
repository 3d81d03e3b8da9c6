"use strict";
/*
  What readers set for themselves: colours, the reading of the text, marks of names. It is remembered in the browser, for
  this address alone. And the contents at the top of the window close when they have been used.
*/
(() => {
  const root = document.documentElement;
  const settings = document.querySelector(".settings");
  const bar = document.querySelector(".bar details");

  // A browser may refuse to remember; then a setting holds for the page.
  function remembered(name, value) {
    try {
      if (value === undefined) return localStorage.getItem(`teitools-${name}`) || "";
      if (value) localStorage.setItem(`teitools-${name}`, value);
      else localStorage.removeItem(`teitools-${name}`);
    } catch {
      return "";
    }
    return value;
  }

  // Puts the reading of the source in place of that of the edition, or back.
  const kept = new Map();
  function read(source) {
    document.querySelectorAll("main [data-source]").forEach((place) => {
      if (!kept.has(place)) kept.set(place, [...place.childNodes]);
      place.replaceChildren(...(source ? [place.dataset.source] : kept.get(place)));
    });
  }

  function apply(name, value) {
    if (value) root.dataset[name] = value;
    else delete root.dataset[name];
    if (name === "reading") read(value === "source");
  }

  settings?.querySelectorAll("select").forEach((select) => {
    const value = remembered(select.name);
    if ([...select.options].some((option) => option.value === value)) select.value = value;
    if (select.value) apply(select.name, select.value);
    select.addEventListener("change", () => apply(select.name, remembered(select.name, select.value)));
  });
  if (settings) settings.hidden = false;

  // The page is seen from now on. The style sheet waits for that, but not longer than a second.
  addEventListener("DOMContentLoaded", () => {
    const laidOut = document.body.offsetHeight; // from here on the fonts are known that the page needs
    if (laidOut) document.fonts.ready.then(() => { root.dataset.ready = ""; });
  });

  // What is open at the edge of the page closes with Esc, and with a click beside it; contents, when one goes there.
  const open = () => [settings, bar].filter((part) => part && part.open);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    open().filter((part) => part.contains(document.activeElement)).forEach((part) => {
      part.open = false;
      part.firstElementChild.focus({ preventScroll: true });
    });
  });
  document.addEventListener("click", (event) => {
    open().forEach((part) => {
      if (!part.contains(event.target) || (part === bar && event.target.closest("a"))) part.open = false;
    });
  });
})();

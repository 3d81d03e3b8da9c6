"use strict";
/*
  Opens what a link of the text leads to in place: the card of a name, a note, what was done at a place of the text.
  Nothing is loaded; all of it is on the page. Without this script the links lead there (peeks.xsl).
*/
(() => {
  const frame = document.querySelector(".peek");
  if (!frame || !frame.showPopover) return;
  const content = Object.assign(document.createElement("div"), {
    className: "peek-content",
    lang: document.querySelector("article").lang,
  });
  frame.prepend(content);
  const go = frame.querySelector(".peek-go");
  const cards = new Map([...document.querySelectorAll(".card")].map((card) => [card.dataset.of, card]));
  let opener = null;

  // A copy of what is on the page, without what has its place only there.
  function copy(element) {
    const made = element.cloneNode(true);
    made.querySelectorAll(".back, .call, .mark, .place, [hidden]").forEach((part) => part.remove());
    [made, ...made.querySelectorAll("*")].forEach((part) => {
      ["id", "tabindex", "aria-labelledby", "aria-describedby"].forEach((name) => part.removeAttribute(name));
    });
    return [...made.childNodes];
  }

  // A row of the list of interventions: what each column says, under its heading.
  function fields(row) {
    const list = document.createElement("dl");
    row.querySelectorAll("td").forEach((cell) => {
      const said = document.createElement("dd");
      said.lang = cell.lang || row.closest("[lang]").lang;
      said.append(...copy(cell));
      list.append(Object.assign(document.createElement("dt"), { textContent: cell.dataset.label }), said);
    });
    return [list];
  }

  // What the link can show here; nothing where it leads to something else.
  function goal(link) {
    const href = link.getAttribute("href");
    const card = cards.get(href);
    if (card) return { card, show: () => copy(card) };
    const target = href.startsWith("#") && document.getElementById(decodeURIComponent(href.slice(1)));
    if (!target) return null;
    const note = target.querySelector(":scope > .note-text");
    if (note) return { show: () => copy(note) };
    if (target.matches(".apparatus li, .app-entry")) return { show: () => copy(target) };
    return target.matches(".interventions tr") ? { show: () => fields(target) } : null;
  }

  function open(link, found) {
    content.replaceChildren(...found.show());
    go.hidden = Boolean(found.card);
    go.firstElementChild.setAttribute("href", link.getAttribute("href"));
    frame.setAttribute("aria-label", link.getAttribute("aria-label") || link.textContent.trim());
    if (!frame.matches(":popover-open")) {
      opener = link;
      frame.showPopover({ source: link });
    }
    frame.scrollTop = 0;
    frame.focus({ preventScroll: true });
  }

  document.querySelectorAll(".layout main a[href]").forEach((link) => {
    if (goal(link)) link.setAttribute("aria-haspopup", "dialog");
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest(".layout a[href]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (link.closest(".peek-go, .card-go")) return frame.hidePopover();
    const found = goal(link);
    if (!found) return;
    event.preventDefault();
    open(link, found);
  });

  // Whoever closes it is again where he was, unless he went elsewhere.
  frame.addEventListener("toggle", (event) => {
    const lost = document.activeElement === document.body || frame.contains(document.activeElement);
    if (event.newState === "closed" && lost && opener) opener.focus({ preventScroll: true });
  });
})();

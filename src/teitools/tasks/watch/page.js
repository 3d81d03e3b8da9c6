// On the pages that a watch serves, in no file of the edition: reloads the page after a build, shows what was found, and
// in the frame of an editor goes where its cursor is, and says what is pointed at.
"use strict";
{
  const build = Number(document.currentScript.dataset.build);
  const home = new URL(".", document.currentScript.src); // of what is the watch's own
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "closed" });
  const style = new CSSStyleSheet(); // a policy against styles in pages lets scripts make one
  style.replaceSync(`
    details { position: fixed; inset: auto 0 0 0; max-block-size: 45vh; overflow: auto; z-index: 2147483647;
      font: 14px/1.45 system-ui, sans-serif; color: #221; background: #fffbe8; border-block-start: 3px solid #b8860b; }
    details.error { border-color: #b3261e; background: #fff1ef; }
    summary { padding: .4rem 1rem; cursor: pointer; font-weight: 600; }
    ol { margin: 0; padding: 0 1rem .6rem 2.4rem; } li { margin-block: .3rem; }
    code { font: 13px ui-monospace, monospace; } .hint { color: #565; } pre { white-space: pre-wrap; margin: 0; }`);
  root.adoptedStyleSheets = [style];
  const made = (name, text, kind) => {
    const element = document.createElement(name);
    element.textContent = text;
    if (kind) element.className = kind;
    return element;
  };
  const show = ({ faults, findings, more }) => {
    root.replaceChildren();
    if (!faults.length && !findings.length) return;
    const panel = document.createElement("details");
    const count = (severity) => findings.filter((one) => one.severity === severity).length;
    const errors = count("error") + faults.length;
    panel.open = errors > 0 && parent === window; // an editor has a list of its own
    if (errors) panel.className = "error";
    panel.append(made("summary", `✗ ${errors}   ⚠ ${count("warning")}   ℹ ${count("info")}${more ? `   + ${more}` : ""}`));
    const list = document.createElement("ol");
    for (const fault of faults) { const item = document.createElement("li"); item.append(made("pre", fault)); list.append(item); }
    for (const one of findings) {
      const item = document.createElement("li");
      item.append(made("code", one.place), ` ${one.message} [${one.code}]`);
      if (one.hint) item.append(document.createElement("br"), made("span", one.hint, "hint"));
      list.append(item);
    }
    panel.append(list);
    root.append(panel);
  };
  const go = async ({ id, inside }) => {
    const target = document.getElementById(id);
    if (!target) {
      const top = new URL("..", home);
      const folder = location.pathname.slice(top.pathname.length).replace(/[^/]*$/, "");
      const answer = await fetch(new URL(`page/${folder}${encodeURIComponent(id)}`, home));
      if (answer.ok) location.href = new URL(`${await answer.text()}#${encodeURIComponent(id)}`, top);
      return;
    }
    if (!target.checkVisibility()) location.hash = id; // the page knows how to open what it has folded
    const { top, bottom, height } = target.getBoundingClientRect();
    const edge = innerHeight / 8;
    if (top < edge || bottom > innerHeight - edge) target.scrollIntoView({ block: height > innerHeight / 2 ? "start" : "center" });
    if (inside) target.animate([{ backgroundColor: "#ffd54a99" }, {}], 1200);
  };
  const pointed = ({ target }) => {
    const selected = getSelection();
    const word = String(selected).trim();
    const places = [];
    for (let one = target.closest("[id]"); one; one = one.parentElement?.closest("[id]")) {
      const before = document.createRange();
      before.setStart(one, 0);
      if (word) before.setEnd(selected.anchorNode, selected.anchorOffset);
      places.push({ id: one.id, nth: word ? String(before).split(word).length - 1 : 0 });
    }
    parent.postMessage({ teitools: "at", places, word }, "*"); // whoever frames the page may know what is pointed at
  };
  const accompany = () => {
    addEventListener("message", ({ data, source }) => {
      if (source === parent && data.teitools === "go") go(data);
    });
    addEventListener("dblclick", pointed);
    const ready = () => parent.postMessage({ teitools: "ready" }, "*");
    const isPage = !document.querySelector("body.teitools-waiting");
    if (isPage) addEventListener("load", ready); // until then a browser puts a page that is reloaded where it was
  };
  const listen = () => {
    document.documentElement.append(host);
    if (parent !== window) accompany();
    new EventSource(new URL("events", home)).addEventListener("message", (event) => {
      const said = JSON.parse(event.data);
      if (said.build !== build) location.reload();
      else show(said);
    });
  };
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", listen);
  else listen();
}

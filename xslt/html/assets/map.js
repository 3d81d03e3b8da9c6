/*
 * Maps that can be enlarged: two buttons, and dragging or the arrow keys when the map is larger than its frame. Signs and
 * names keep their size (style.css, --zoom). Without this script the map is whole, and its table says the same.
 */
"use strict";

for (const frame of document.querySelectorAll(".map-frame")) {
  const svg = frame.querySelector("svg");
  const { width, height } = svg.viewBox.baseVal;
  let zoom = 1;
  let left = 0;
  let top = 0;

  const between = (low, value, high) => Math.min(Math.max(value, low), high);

  function show() {
    left = between(0, left, width - width / zoom);
    top = between(0, top, height - height / zoom);
    svg.setAttribute("viewBox", `${left} ${top} ${width / zoom} ${height / zoom}`);
    svg.style.setProperty("--zoom", zoom);
    smaller.disabled = zoom === 1;
    larger.disabled = zoom === 16;
  }

  function enlarge(by) {
    const middle = [left + width / zoom / 2, top + height / zoom / 2];
    zoom = between(1, zoom * by, 16);
    left = middle[0] - width / zoom / 2;
    top = middle[1] - height / zoom / 2;
    show();
  }

  function move(x, y) {
    left += x;
    top += y;
    show();
  }

  function button(sign, name, by) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = sign;
    made.setAttribute("aria-label", name);
    made.addEventListener("click", () => enlarge(by));
    return made;
  }

  const larger = button("+", frame.dataset.in, 2);
  const smaller = button("−", frame.dataset.out, 0.5);
  const buttons = document.createElement("div");
  buttons.className = "map-buttons";
  buttons.append(larger, smaller);
  frame.prepend(buttons);

  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  frame.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    if (!step || zoom === 1) return;
    move(step[0] * width / zoom / 8, step[1] * height / zoom / 8);
    event.preventDefault();
  });

  let held;
  svg.addEventListener("pointerdown", (event) => { if (zoom > 1 && !event.target.closest("a")) held = [event.clientX, event.clientY]; });
  addEventListener("pointerup", () => { held = undefined; });
  svg.addEventListener("pointermove", (event) => {
    if (!held) return;
    const unit = width / zoom / svg.clientWidth;
    move((held[0] - event.clientX) * unit, (held[1] - event.clientY) * unit);
    held = [event.clientX, event.clientY];
  });
  show();
  frame.scrollLeft = (frame.scrollWidth - frame.clientWidth) / 2; // what a narrow window has no room for lies on both sides
}

// Small tools for building the page. Text only ever becomes text nodes.

export const $ = (id) => document.getElementById(id);

/** make("a.link", {href: …}, child, "text") builds an element; functions under on… become listeners. */
export function make(what, attributes = {}, ...children) {
  const [tag, ...classes] = what.split(".");
  const node = document.createElement(tag || "div");
  node.classList.add(...classes);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `/page/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

/** The round with a first letter that stands for somebody; its colour follows from who it is. */
export function face(name, id) {
  const node = make("span.face", { "aria-hidden": "true" }, [...name.trim()][0]?.toUpperCase() ?? "?");
  node.style.setProperty("--hue", String((Math.abs(id) * 67 + 18) % 360));
  return node;
}

export const size = (bytes) => (bytes < 1024 ? `${bytes} B` : bytes < 1048576 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`);

/** A button that opens a menu: Escape, a click elsewhere and the arrow keys do what people expect. */
export function menu(button, box) {
  const items = () => [...box.querySelectorAll('[role="menuitem"]')];
  const open = (yes) => {
    box.hidden = !yes;
    button.setAttribute("aria-expanded", String(yes));
    if (yes) items()[0]?.focus();
  };
  button.addEventListener("click", () => open(box.hidden));
  box.addEventListener("click", () => { open(false); });
  document.addEventListener("click", (event) => { if (!box.hidden && !box.parentElement.contains(event.target)) open(false); });
  box.parentElement.addEventListener("keydown", (event) => {
    if (box.hidden) return;
    if (event.key === "Escape") { open(false); button.focus(); }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = items(), at = all.indexOf(document.activeElement);
    all[(at + step + all.length) % all.length]?.focus();
  });
}

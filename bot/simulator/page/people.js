// The list of people, and the dialog that moves somebody in.

import { $, face, make } from "./dom.js";
import { post } from "./server.js";
import { clock, word } from "./words.js";

/** Draw the list. `pick(id)` is called when somebody is chosen. */
export function drawPeople(people, chosen, pick) {
  const focused = document.activeElement?.closest?.("#people button")?.dataset.id;
  $("people").replaceChildren(...people.map((person) => make("li", {}, row(person, person.id === chosen, pick))));
  if (focused) $("people").querySelector(`[data-id="${focused}"]`)?.focus({ preventScroll: true });
}

function row(person, chosen, pick) {
  const last = person.last, [first, ...rest] = person.name.split(" ");
  const said = last ? (last.mine ? `${word("you")}: ` : "") + (last.text || word(last.kind || "message")) : word("nothing");
  const dot = person.unread > 0 && !chosen && make("span.dot", {}, make("span", { "aria-hidden": "true" }, String(Math.min(person.unread, 99))), make("span.hidden", {}, ` ${person.unread} ${word("unread")}`));
  return make("button.person", { type: "button", "data-id": person.id, "aria-current": chosen ? "true" : false, onclick: () => pick(person.id) },
    face(person.name, person.id),
    make("span.person-text", {},
      make("span.person-name", {}, make("bdi", {}, first, make("span.rest", {}, ` ${rest.join(" ")}`)), make("small.tongue", {}, person.language.slice(0, 2).toUpperCase())),
      make("span.person-last", {}, make("bdi", {}, said.split("\n")[0]))),
    make("span.person-side", {}, make("small.when", {}, last ? clock(last.date) : ""), dot));
}

/** Wire the dialog; `moved(person)` is called with whoever came. */
export function wireNewPerson(moved, complain) {
  const dialog = $("new-person"), form = dialog.querySelector("form");
  $("add").addEventListener("click", () => { form.reset(); dialog.showModal(); form.elements.name.focus(); });
  form.addEventListener("submit", async () => {
    const { name, language } = form.elements;
    try { moved(await post("people", { name: name.value, language_code: language.value })); } catch (error) { complain(error); }
  });
}

/** Every button marked data-close closes its dialog. */
export function wireDialogs() {
  for (const button of document.querySelectorAll("[data-close]")) button.addEventListener("click", () => button.closest("dialog").close());
  for (const dialog of document.querySelectorAll("dialog")) dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
}

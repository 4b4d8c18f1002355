// A search from any chat: what the bot offers, one of which is sent here.

import { $, make } from "./dom.js";

/** Show what a search found; `send` gets the id of the one that was pressed. */
export function offer(results, send) {
  const dialog = $("share");
  $("share-results").replaceChildren(...results.map((result) =>
    make("button.preset", { type: "button", dir: "auto", onclick: () => { dialog.close(); send(result.id); } },
      make("strong", {}, result.title), make("p.quiet", {}, result.description ?? ""))));
  dialog.showModal();
}

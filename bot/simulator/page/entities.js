// Formatted text becomes nodes. Offsets count UTF-16 units, as JavaScript's strings do, so slicing is exact.

import { make } from "./dom.js";
import { word } from "./words.js";

const PLAIN_TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre" };
const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);
const SAFE = /^(https?|mailto|tel|tg|ton):/i;

/** `onCommand(text)` is called when a command in the text is pressed. */
export function formatted(text, entities = [], onCommand = () => {}) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return span(text, sorted, 0, text.length, onCommand);
}

function span(text, entities, from, to, onCommand) {
  const out = document.createDocumentFragment();
  let at = from;
  for (let i = 0; i < entities.length; i++) {
    const entity = entities[i], end = Math.min(entity.offset + entity.length, to);
    if (entity.offset < at || entity.offset >= to) continue;
    out.append(text.slice(at, entity.offset));
    const inner = entities.slice(i + 1).filter((other) => other.offset < end);
    out.append(wrap(entity, span(text, inner, entity.offset, end, onCommand), text.slice(entity.offset, end), onCommand));
    at = end;
    if (BLOCKS.has(entity.type) && text[at] === "\n" && at < to) at += 1;  // the block ends its own line
  }
  out.append(text.slice(at, to));
  return out;
}

function wrap(entity, inner, raw, onCommand) {
  const link = (address) => (SAFE.test(address) ? make("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, inner) : inner);
  switch (entity.type) {
    case "text_link": return link(entity.url);
    case "url": return link(/^[a-z]+:/i.test(raw) ? raw : `https://${raw}`);
    case "email": return link(`mailto:${raw}`);
    case "bot_command": return make("button.command", { type: "button", onclick: () => onCommand(raw) }, inner);
    case "spoiler": return spoiler(inner);
    case "blockquote": return make("blockquote", {}, inner);
    case "expandable_blockquote": return expandable(inner);
    case "date_time": return make("time", { datetime: new Date(entity.unix_time * 1000).toISOString() }, inner);
    case "mention": case "hashtag": case "text_mention": return make("span.tag", {}, inner);
    default: return make(PLAIN_TAGS[entity.type] ?? "span", {}, inner);
  }
}

function spoiler(inner) {
  const node = make("span.spoiler", { role: "button", tabindex: "0", "aria-expanded": "false" }, make("span", {}, inner));
  const show = () => { node.classList.add("shown"); node.setAttribute("aria-expanded", "true"); };
  node.addEventListener("click", show);
  node.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); show(); } });
  return node;
}

function expandable(inner) {
  const quote = make("blockquote.folded", {}, inner);
  const more = make("button.unfold", { type: "button", "aria-expanded": "false" }, word("show_more"));
  more.addEventListener("click", () => { quote.classList.remove("folded"); more.remove(); });
  return make("div.expandable", {}, quote, more);
}

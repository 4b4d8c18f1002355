// One message of the Bot API becomes one bubble. Nothing here talks to the server: deeds are handed in.

import { icon, make, size } from "./dom.js";
import { formatted } from "./entities.js";
import { clock, word } from "./words.js";

const EMOJI = ["👍", "❤", "🔥", "👏", "🎉", "🤔"];
const FILE_KINDS = ["document", "video", "animation", "audio", "voice", "video_note", "sticker"];

/** `deeds`: {me, chat, command, tap(message, button, node), edit(message), reply(message), react(message, emoji), reactions(id)} */
export function bubble(message, deeds) {
  const service = serviceWords(message);
  if (service) return make("p.service", { "data-id": message.message_id }, service);
  const mine = message.from?.id === deeds.me;
  const node = make(`article.message${mine ? ".mine" : ""}`, { "data-id": message.message_id, "data-from": message.from?.id });
  const body = make("div.bubble", {}, ...pieces(message, mine, deeds));
  (body.querySelector(":scope > .text") ?? body).append(foot(message));
  if (message.photo && !message.caption) body.classList.add("bare");
  node.append(make("div.line", {}, body, actions(message, mine, deeds)), ...reactions(message, deeds), ...keyboard(message, deeds));
  return node;
}

function pieces(message, mine, deeds) {
  const text = message.text ?? message.caption;
  return [
    !mine && message.chat.type !== "private" && make("p.sender", { dir: "auto" }, message.from.first_name),
    make("span.hidden", {}, `${mine ? word("you") : message.from.first_name}: `),
    message.forward_origin && make("p.forwarded", {}, `${word("forwarded")} ${message.forward_origin.sender_user?.first_name ?? ""}`),
    message.reply_to_message && !message.reply_to_message.forum_topic_created && quoted(message.reply_to_message),
    ...media(message),
    text && make("div.text", { dir: "auto" }, formatted(text, message.entities ?? message.caption_entities, deeds.command)),
  ];
}

const quoted = (message) => make("p.quoted", { dir: "auto" }, message.text ?? message.caption ?? "…");

function media(message) {
  const parts = [];
  if (message.photo) parts.push(picture(message));
  for (const kind of FILE_KINDS) if (message[kind] && !(kind === "document" && message.animation)) parts.push(attachment(kind, message[kind]));
  if (message.venue) parts.push(place(message.venue.title, message.venue.address, message.venue.location));
  else if (message.location) parts.push(place(word("location"), "", message.location));
  if (message.contact) parts.push(card("person", [message.contact.first_name, message.contact.last_name].filter(Boolean).join(" "), message.contact.phone_number));
  if (message.poll) parts.push(poll(message.poll));
  if (message.dice) parts.push(make("p.dice", {}, `${message.dice.emoji} ${message.dice.value}`));
  return parts;
}

function picture(message) {
  const photo = message.photo.at(-1), address = `/simulator/files/${photo.file_id}`;
  const image = make("img", { src: address, alt: message.caption ?? word("photo"), width: photo.width, height: photo.height });
  return make("a.picture", { href: address, target: "_blank", rel: "noopener" }, image);
}

function attachment(kind, file) {
  const name = file.file_name ?? word(kind), address = `/simulator/files/${file.file_id}`;
  const label = make("span.card-text", {}, make("strong", { dir: "auto" }, name), make("small", {}, `${size(file.file_size ?? 0)} · ${word("download")}`));
  return make("a.card", { href: address, download: name }, make("span.card-sign", {}, icon("file")), label);
}

function place(title, address, { latitude, longitude }) {
  const spot = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  return card("pin", title, address, spot);
}

function card(sign, title, ...lines) {
  const small = lines.filter(Boolean).map((line) => make("small", { dir: "auto" }, line));
  return make("div.card", {}, make("span.card-sign", {}, icon(sign)), make("span.card-text", {}, make("strong", { dir: "auto" }, title), ...small));
}

function poll({ question, options, total_voter_count: total, is_closed: closed }) {
  const rows = options.map(({ text, voter_count: votes }) => make("li", { dir: "auto" }, text, total ? ` · ${votes}` : ""));
  return make("div.poll", {}, make("strong", { dir: "auto" }, question), make("small", {}, word("poll") + (closed ? " ·" : "")), make("ul", {}, ...rows));
}

function foot(message) {
  const edited = message.edit_date ? `${word("edited")} ` : "";
  return make("span.when", {}, edited, make("time", { datetime: new Date(message.date * 1000).toISOString() }, clock(message.date)));
}

function actions(message, mine, deeds) {
  const box = make("div.acts", {});
  if (mine && message.text) box.append(make("button.act", { type: "button", title: word("edit"), "aria-label": word("edit"), onclick: () => deeds.edit(message) }, icon("edit")));
  if (mine) return box;
  box.append(make("button.act", { type: "button", title: word("reply"), "aria-label": word("reply"), onclick: () => deeds.reply(message) }, icon("reply")));
  const row = make("div.emoji", { hidden: true });
  row.append(...EMOJI.map((emoji) => make("button", { type: "button", onclick: () => { row.hidden = true; deeds.react(message, emoji); } }, emoji)));
  const open = make("button.act", { type: "button", title: word("react"), "aria-label": word("react"), onclick: () => { row.hidden = !row.hidden; } }, icon("smile"));
  box.addEventListener("keydown", (event) => { if (event.key === "Escape") { row.hidden = true; open.focus(); } });
  box.append(open, row);
  return box;
}

function reactions(message, deeds) {
  const given = deeds.reactions(message.message_id);
  if (!given.length) return [];
  const count = new Map();
  for (const { emoji } of given) count.set(emoji, (count.get(emoji) ?? 0) + 1);
  return [make("p.reactions", {}, ...[...count].map(([emoji, n]) => make("span", {}, n > 1 ? `${emoji} ${n}` : emoji)))];
}

function keyboard(message, deeds) {
  const rows = message.reply_markup?.inline_keyboard ?? [];
  if (!rows.length) return [];
  return [make("div.buttons", {}, ...rows.map((row) => make("div.row", {}, ...row.map((button) => key(message, button, deeds)))))];
}

function key(message, button, deeds) {
  const style = button.style ? `.${button.style.replace(/\W/g, "")}` : "";
  if (button.url) {
    const open = (event) => { if (deeds.follow(button.url)) event.preventDefault(); };
    return make(`a.key${style}`, { href: button.url, target: "_blank", rel: "noopener noreferrer", dir: "auto", onclick: open }, make("span", {}, button.text), icon("link"));
  }
  const node = make(`button.key${style}`, { type: "button", dir: "auto", "data-data": button.callback_data }, make("span", {}, button.text));
  if (button.copy_text) node.append(icon("copy"));
  node.addEventListener("click", () => deeds.tap(message, button, node));
  return node;
}

function serviceWords(message) {
  if (message.forum_topic_created) return `${word("service_topic")}: ${message.forum_topic_created.name}`;
  return message.pinned_message ? word("pinned") : "";
}

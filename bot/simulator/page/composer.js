// Everything below the messages: the input, what can be attached, the commands, the bot's keyboard.

import { $, make, menu } from "./dom.js";
import { post, upload } from "./server.js";
import { word } from "./words.js";

let here;            // {person, chat} as the page shows them now
let editing = null;  // the id of the message being corrected
let answering = null;  // the id of the message that is replied to
let asked = null;    // the label of the keyboard button that asked for a place

const deed = (what, body = {}) => post(`people/${here.person()}/${what}`, { chat: here.chat(), thread: here.thread(), ...body }).catch(here.complain);

/** Wire it once. `now` gives {person(), chat(), thread(), lastOwn(), complain(error)}. */
export function wireComposer(now) {
  here = now;
  menu($("attach"), $("attach-menu"));
  menu($("commands"), $("commands-menu"));
  $("composer").addEventListener("submit", (event) => { event.preventDefault(); send(); });
  $("text").addEventListener("input", grow);
  $("text").addEventListener("keydown", keys);
  $("text").addEventListener("paste", (event) => { const file = event.clipboardData?.files?.[0]; if (file) { event.preventDefault(); sendFile(file); } });
  $("stop-editing").addEventListener("click", stopEditing);
  $("pick-file").addEventListener("click", () => $("file").click());
  $("file").addEventListener("change", () => { const file = $("file").files[0]; if (file) sendFile(file); $("file").value = ""; });
  $("pick-contact").addEventListener("click", () => deed("contact"));
  $("pick-place").addEventListener("click", () => askPlace(null));
  $("start").addEventListener("click", start);
  wirePlace();
  wireDrop();
}

function keys(event) {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); send(); }
  if (event.key === "ArrowUp" && !$("text").value) { const own = here.lastOwn(); if (own) { event.preventDefault(); edit(own); } }
  if (event.key === "Escape" && (editing || answering)) stopEditing();
}

function grow() {
  const box = $("text");
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 140)}px`;
  $("composer").classList.toggle("full", box.value.trim() !== "");
}

async function send() {
  const text = $("text").value;
  if (!text.trim()) return;
  const message_id = editing, reply_to = answering;
  stopEditing();
  await (message_id ? deed("edit", { message_id, text }) : deed("say", { text, reply_to }));
}

export const say = (text) => deed("say", { text });

/** Begin to correct a message. */
export function edit(message) {
  editing = message.message_id;
  answering = null;
  $("text").value = message.text;
  above("edit", word("editing"));
  grow();
}

/** Begin to answer one message. */
export function reply(message) {
  if (editing) stopEditing();
  answering = message.message_id;
  above("reply", `${word("answering")}: ${message.text ?? message.caption ?? "…"}`);
}

/** What stands above the input while a message is corrected or answered. */
function above(sign, words) {
  $("editing-sign").setAttribute("href", `/page/icons.svg#${sign}`);
  $("editing-words").textContent = words;
  $("editing").hidden = false;
  $("text").focus();
}

export function stopEditing() {
  editing = answering = null;
  $("editing").hidden = true;
  $("text").value = "";
  grow();
}

function sendFile(file) {
  const form = new FormData();
  form.append("file", file);
  form.append("chat", here.chat());
  form.append("caption", $("text").value.trim());
  if (here.thread()) form.append("thread", here.thread());
  if (answering) form.append("reply_to", answering);
  stopEditing();
  upload(`people/${here.person()}/file`, form).catch(here.complain);
}

function wireDrop() {
  const target = $("phone");
  target.addEventListener("dragover", (event) => { event.preventDefault(); target.classList.add("dropping"); });
  target.addEventListener("dragleave", (event) => { if (!target.contains(event.relatedTarget)) target.classList.remove("dropping"); });
  target.addEventListener("drop", (event) => {
    event.preventDefault();
    target.classList.remove("dropping");
    if (event.dataTransfer.files[0]) sendFile(event.dataTransfer.files[0]);
  });
}

async function start() {
  if ($("start").dataset.for === "unblock") await deed("block", { blocked: false });
  else await deed("say", { text: "/start" });
  $("text").focus();
}

// The bot's keyboard and commands

/** Show the keyboard the bot has set, or put it away. */
export function drawKeyboard(keyboard) {
  const rows = keyboard?.used ? [] : keyboard?.keyboard ?? [];
  $("keyboard").hidden = rows.length === 0;
  $("keyboard").replaceChildren(...rows.map((row) => make("div.row", {}, ...row.map((button) => key(button, keyboard)))));
  $("text").placeholder = keyboard?.input_field_placeholder || word("message");
  if (keyboard?.force_reply) $("text").focus();
}

function key(button, keyboard) {
  const press = async () => {
    if (button.request_location) return askPlace(button.text);
    if (keyboard.one_time_keyboard) $("keyboard").hidden = true;
    return deed("keyboard", { label: button.text });
  };
  return make("button.key", { type: "button", dir: "auto", onclick: press }, button.text);
}

/** Fill the menu of commands. */
export function drawCommands(commands) {
  $("commands-place").hidden = commands.length === 0;
  $("commands-menu").replaceChildren(...commands.map(({ command, description }) =>
    make("button", { type: "button", role: "menuitem", onclick: () => say(`/${command}`) }, make("strong", {}, `/${command}`), make("span", { dir: "auto" }, description))));
}

/** Input, Start or Unblock: what fits the chat. */
export function drawFoot({ started, blocked }) {
  const open = started && !blocked;
  $("composer").hidden = !open;
  $("start").hidden = open;
  $("start").dataset.for = blocked ? "unblock" : "start";
  $("start").textContent = word(blocked ? "unblock" : "start");
}

// Places

export function drawPresets(presets) {
  $("presets").replaceChildren(...presets.map(({ name, latitude, longitude }) =>
    make("button.preset", { type: "button", dir: "auto", onclick: () => { fillPlace(latitude, longitude); $("place").querySelector("form").requestSubmit(); } }, name)));
}

function fillPlace(latitude, longitude) {
  const { elements } = $("place").querySelector("form");
  elements.latitude.value = latitude;
  elements.longitude.value = longitude;
}

function askPlace(label) {
  asked = label;
  $("here-failed").hidden = true;
  $("place").showModal();
}

function wirePlace() {
  const form = $("place").querySelector("form");
  form.addEventListener("submit", () => {
    const latitude = Number(form.elements.latitude.value), longitude = Number(form.elements.longitude.value);
    deed(asked ? "keyboard" : "location", asked ? { label: asked, latitude, longitude } : { latitude, longitude });
  });
  $("here").addEventListener("click", () => {
    const failed = () => { $("here-failed").hidden = false; };
    if (!navigator.geolocation) return failed();
    navigator.geolocation.getCurrentPosition(({ coords }) => fillPlace(coords.latitude.toFixed(5), coords.longitude.toFixed(5)), failed, { timeout: 8000 });
  });
}

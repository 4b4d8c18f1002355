// The page: who is chosen, which chat is open, what it shows, and what happens when something changes.

import { bubble } from "./bubbles.js";
import { drawCommands, drawFoot, drawKeyboard, drawPresets, edit, reply, say, stopEditing, wireComposer } from "./composer.js";
import { $, make, menu } from "./dom.js";
import { drawPeople, wireDialogs, wireNewPerson } from "./people.js";
import { get, listen, post } from "./server.js";
import { offer } from "./sharing.js";
import { day, speak, translate, word } from "./words.js";

const NEAR = 120;
const TYPING_LASTS = 5000;
const TOAST_LASTS = 3500;

const town = { bot: { name: "", username: "" }, people: [], presets: [], violations: 0 };
const view = { person: null, chat: null, thread: null, topics: [], fresh: new Map(), messages: new Map(), reactions: {}, waiting: new Map(), typing: 0, atEnd: true };

const chosen = () => town.people.find((person) => person.id === view.person);

// Everything again

async function refresh() {
  Object.assign(town, await get("state"));
  if (!chosen()) {
    const wanted = Number(location.hash.slice(1));
    const first = town.people.find((person) => person.id === wanted) ?? town.people[0];
    if (first) return pick(first.id);
  }
  drawTown();
}

function drawTown() {
  drawPeople(town.people, view.person, pick);
  drawPresets(town.presets);
  drawChats();
  $("trouble").hidden = town.violations === 0;
  $("trouble").textContent = word("violations")(town.violations);
  const person = chosen();
  const title = view.chat === view.person ? town.bot.name : person?.chats.find((chat) => chat.id === view.chat)?.title;
  $("title").textContent = title ?? word("phones");
  for (const node of document.querySelectorAll(".face.bot")) node.textContent = [...(town.bot.name || "·")][0];
  $("block").textContent = word(person?.blocked ? "unblock" : "block");
  document.title = person ? `${person.name} · ${town.bot.name}` : word("phones");
  drawStatus();
}

function drawStatus() {
  const person = chosen();
  $("typing").hidden = !view.typing;
  const still = view.chat === view.person ? word("bot") : word("members");
  $("status").textContent = view.typing ? word("typing") : person?.blocked && view.chat === view.person ? word("blocked_status") : still;
  $("status").classList.toggle("busy", Boolean(view.typing));
}

function drawChats() {
  const chats = chosen()?.chats ?? [];
  $("chats").hidden = chats.length < 2;
  $("chats").replaceChildren(...chats.map((chat) =>
    make("button.chat", { type: "button", role: "tab", dir: "auto", "aria-selected": String(chat.id === view.chat), onclick: () => open(chat.id) }, chat.title || town.bot.name)));
}

// Topics of a group: null is what stands in none of them.

function drawTopics() {
  const tabs = view.topics.length ? [{ id: null, name: word("general") }, ...view.topics] : [];
  $("topics").hidden = tabs.length === 0;
  $("topics").replaceChildren(...tabs.map(({ id, name }) => {
    const fresh = id !== view.thread && view.fresh.get(id);
    return make("button.chat", { type: "button", role: "tab", dir: "auto", "aria-selected": String(id === view.thread), onclick: () => turn(id) }, name, fresh && make("span.dot", {}, String(fresh)));
  }));
  $("topics").querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function turn(thread) {
  view.thread = thread;
  view.fresh.delete(thread);
  stopEditing();
  drawTopics();
  drawMessages();
  view.atEnd = true;
  toEnd();
}

const threadOf = (message) => (message.is_topic_message ? message.message_thread_id : message.forum_topic_created ? message.message_id : null);
const here = (message) => !view.topics.length || threadOf(message) === view.thread;

async function pick(id) {
  view.person = id;
  history.replaceState(null, "", `#${id}`);
  speak(chosen()?.language);
  translate();
  await open(id);
}

async function open(chat) {
  view.chat = chat;
  view.thread = undefined;  // the newest topic, where there are some
  view.fresh.clear();
  view.typing = 0;
  view.waiting.clear();
  stopEditing();
  await reload();
  view.atEnd = true;
  toEnd();
}

async function reload() {
  const [person, chat] = [view.person, view.chat];
  const shown = await get(`chats/${chat}?person=${person}`);
  if (person !== view.person || chat !== view.chat) return;
  view.messages = new Map(shown.messages.map((message) => [message.message_id, message]));
  view.reactions = shown.reactions;
  view.topics = shown.topics ?? [];
  if (!view.topics.some((topic) => topic.id === view.thread) && view.thread !== null) view.thread = view.topics.at(-1)?.id ?? null;
  drawTopics();
  drawKeyboard(shown.keyboard);
  drawCommands(shown.commands);
  drawFoot(shown);
  $("welcome-text").textContent = shown.description || word("welcome");
  drawTown();
  drawMessages();
  markRead();
}

// The chat

function drawMessages() {
  const nodes = [];
  let last = null;
  const shown = [...view.messages.values()].filter(here);
  for (const message of shown) {
    const date = day(message.date);
    if (date !== last) nodes.push(make("p.day", { "data-day": date }, make("span", {}, date)));
    last = date;
    nodes.push(bubble(message, deeds));
  }
  $("log").setAttribute("aria-busy", "true");  // a chat that is opened is not read out from its beginning
  $("log").replaceChildren(...nodes);
  requestAnimationFrame(() => $("log").removeAttribute("aria-busy"));
  $("welcome").hidden = shown.length > 0 || view.topics.length > 0;
}

const deeds = {
  get me() { return view.person; },
  command: (text) => say(text),
  edit,
  reply,
  react: (message, emoji) => {
    const mine = deeds.reactions(message.message_id).find((reaction) => reaction.by === view.person);
    act("react", { message_id: message.message_id, emoji: mine?.emoji === emoji ? "" : emoji });
  },
  // A link to this bot opens here; any other one where it leads.
  follow: (link) => link.startsWith(`https://t.me/${town.bot.username}?start=`) && (act("follow", { link }), true),
  reactions: (id) => view.reactions[id] ?? [],
  tap: async (message, button, node) => {
    if (button.copy_text) {
      await navigator.clipboard?.writeText(button.copy_text.text).catch(() => {});
      return toast(word("copied"));
    }
    if (button.switch_inline_query !== undefined) {
      return act("search", { query: button.switch_inline_query });
    }
    node.classList.add("waiting");
    const done = await act("tap", { message_id: message.message_id, data: button.callback_data });
    if (!done) return node.classList.remove("waiting");
    const over = () => { node.classList.remove("waiting"); view.waiting.delete(done.query); };
    if (view.early?.has(done.query)) return over();
    view.waiting.set(done.query, over);
    setTimeout(over, 15000);
  },
};

const act = (what, body) => post(`people/${view.person}/${what}`, { chat: view.chat, thread: view.thread, ...body }).catch(complain);

const near = () => { const box = $("scroll"); return box.scrollHeight - box.scrollTop - box.clientHeight < NEAR; };

// Whoever was reading the end stays there while pictures load, the keyboard opens or the window turns.
function scrolled() {
  view.atEnd = near();
  $("down").hidden = view.atEnd;
}

function put(message) {
  const known = view.messages.has(message.message_id);
  view.messages.set(message.message_id, message);
  if (!here(message)) return;
  const node = bubble(message, deeds), old = $("log").querySelector(`[data-id="${message.message_id}"]`);
  if (known && old) {
    const focus = old.contains(document.activeElement) ? [...old.querySelectorAll("button, a")].indexOf(document.activeElement) : -1;
    node.classList.add("changed");
    old.replaceWith(node);
    if (focus >= 0) ([...node.querySelectorAll("button, a")][focus] ?? $("text")).focus({ preventScroll: true });
  } else {
    const date = day(message.date);
    if ([...$("log").querySelectorAll(".day")].at(-1)?.dataset.day !== date) $("log").append(make("p.day", { "data-day": date }, make("span", {}, date)));
    node.classList.add("new");
    $("log").append(node);
  }
  $("welcome").hidden = true;
  if (message.from?.id === view.person) view.atEnd = true;
  if (view.atEnd) toEnd();
}

function toEnd() {
  const box = $("scroll");
  requestAnimationFrame(() => { box.scrollTop = box.scrollHeight; });
}

// What the server tells

const EVENTS = {
  message: ({ chat, message }) => { if (chat === view.chat) arrive(message); soon(); },
  edited: ({ chat, message }) => { if (chat === view.chat) put(message); },
  deleted: ({ chat, message_ids: ids }) => {
    if (chat !== view.chat) return;
    for (const id of ids) { view.messages.delete(id); $("log").querySelector(`[data-id="${id}"]`)?.remove(); }
    drawMessages();
    if (view.topics.length) reload().catch(() => {});
  },
  keyboard: ({ chat, keyboard }) => { if (chat === view.chat) drawKeyboard(keyboard); },
  typing: ({ chat }) => { if (chat === view.chat) showTyping(); },
  reacted: ({ chat, message_id: id, reactions }) => { if (chat === view.chat) { view.reactions[id] = reactions; const message = view.messages.get(id); if (message) put(message); } },
  answered: ({ person, query, text, alert }) => { if (person === view.person) answered(query, text, alert); },
  found: ({ person, query, results }) => {
    if (person === view.person && results.length) offer(results, (result) => act("choose", { query, result }));
  },
  people: () => soon(),
  commands: () => { if (view.chat) get(`chats/${view.chat}?person=${view.person}`).then((chat) => drawCommands(chat.commands)).catch(() => {}); },
  violation: () => soon(),
};

function arrive(message) {
  if (message.forum_topic_created) { reload().catch(complain); return; }
  const thread = threadOf(message);
  if (!here(message)) { view.fresh.set(thread, (view.fresh.get(thread) ?? 0) + 1); drawTopics(); }
  if (message.from?.id !== view.person) { view.typing = 0; markRead(); }
  put(message);
  drawFoot({ started: true, blocked: chosen()?.blocked });
  drawStatus();
}

function showTyping() {
  const mine = (view.typing = Date.now());
  drawStatus();
  setTimeout(() => { if (view.typing === mine) { view.typing = 0; drawStatus(); } }, TYPING_LASTS);
}

function answered(query, text, alert) {
  if (view.waiting.has(query)) view.waiting.get(query)();
  else view.early = new Set([...(view.early ?? []), query].slice(-20));
  if (!text) return;
  if (!alert) return toast(text);
  $("alert-title").textContent = town.bot.name;
  $("alert-text").textContent = text;
  if (!$("alert").open) $("alert").showModal();
}

function toast(text) {
  const node = make("p.toast", { dir: "auto" }, text);
  $("toasts").append(node);
  setTimeout(() => node.remove(), TOAST_LASTS);
}

const complain = (error) => { toast(`${word("failed")}: ${error.message}`); };

let due = 0;

/** Ask for the list of people again, once, a moment from now. */
function soon() {
  clearTimeout(due);
  due = setTimeout(async () => {
    const before = chosen()?.blocked;
    await refresh().catch(() => {});
    if (chosen() && before !== chosen().blocked) reload().catch(() => {});
  }, 80);
}

function markRead() {
  if (document.visibilityState === "visible" && chosen()?.unread !== 0) post(`people/${view.person}/read`).catch(() => {});
}

// Begin

function wire() {
  menu($("more"), $("more-menu"));
  $("block").addEventListener("click", () => act("block", { blocked: !chosen()?.blocked }));
  $("down").addEventListener("click", () => { $("scroll").scrollTo({ top: $("scroll").scrollHeight, behavior: "smooth" }); });
  $("scroll").addEventListener("scroll", scrolled, { passive: true });
  document.addEventListener("visibilitychange", () => { if (view.person) markRead(); });
  const watch = new ResizeObserver(() => { if (view.atEnd) toEnd(); });
  for (const id of ["scroll", "log", "typing"]) watch.observe($(id));
  wireComposer({
    person: () => view.person, chat: () => view.chat, thread: () => view.thread, complain,
    lastOwn: () => [...view.messages.values()].reverse().find((message) => message.from?.id === view.person && message.text && here(message)),
  });
  wireNewPerson(async (person) => { await refresh(); await pick(person.id); }, complain);
  wireDialogs();
}

let lost = 0;

async function onLine(connected) {
  clearTimeout(lost);
  if (!connected) { lost = setTimeout(() => { $("offline").hidden = false; }, 400); return; }
  $("offline").hidden = true;
  try {
    await refresh();
    if (view.person) await reload();
  } catch { /* the line is down again: the next connection tries once more */ }
}

wire();
translate();
listen((event) => EVENTS[event.event]?.(event), onLine);

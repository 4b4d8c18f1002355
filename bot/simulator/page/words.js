// The page's own words, in the language of the selected phone. What the bot says never passes through here.

const WORDS = {
  en: {
    phones: "Phones", intro: "Pick someone and talk to the bot as they would.", new_person: "New person",
    more: "More", messages: "Messages", newest: "Newest messages", keyboard: "Keyboard of the bot", editing: "Editing your message", answering: "Reply to", reply: "Reply", topics: "Topics", general: "General",
    cancel: "Cancel", share: "Send into this chat", commands: "Commands", attach: "Attach", file: "File or photo", location: "Location", contact: "My number",
    message: "Message", send: "Send", name: "First name", language: "Language of the phone", add: "Add",
    send_location: "Send a location", here: "Use where I am now", here_failed: "The browser did not tell where you are. Write it below.",
    latitude: "Latitude", longitude: "Longitude", ok: "OK", reconnecting: "Reconnecting…", bot: "bot", typing: "typing…",
    blocked_status: "blocked", start: "Start", unblock: "Unblock the bot", block: "Block the bot", edited: "edited", edit: "Edit",
    react: "React", today: "Today", yesterday: "Yesterday", download: "Download", photo: "Photo", document: "Document", voice: "Voice message",
    video: "Video", poll: "Poll", forwarded: "Forwarded from", unread: "unread", nothing: "Nothing said yet", you: "You", copied: "Copied",
    welcome: "This is the beginning of the conversation. Press Start to say hello.", nobody: "Nobody lives here yet. Add someone to begin.",
    violations: (n) => (n === 1 ? "1 call Telegram would refuse" : `${n} calls Telegram would refuse`), show_more: "Show more", failed: "That did not work",
    service_topic: "Topic opened", pinned: "Pinned", sticker: "Sticker", audio: "Audio", animation: "Animation", dice: "Dice", members: "group",
  },
  fr: {
    phones: "Téléphones", intro: "Choisissez une personne et parlez au bot à sa place.", new_person: "Nouvelle personne",
    more: "Plus", messages: "Messages", newest: "Derniers messages", keyboard: "Clavier du bot", editing: "Vous modifiez votre message", answering: "Réponse à", reply: "Répondre", topics: "Sujets", general: "Général",
    cancel: "Annuler", share: "Envoyer dans cette discussion", commands: "Commandes", attach: "Joindre", file: "Fichier ou photo", location: "Position", contact: "Mon numéro",
    message: "Message", send: "Envoyer", name: "Prénom", language: "Langue du téléphone", add: "Ajouter",
    send_location: "Envoyer une position", here: "Utiliser ma position actuelle", here_failed: "Le navigateur n’a pas donné votre position. Écrivez-la ci-dessous.",
    latitude: "Latitude", longitude: "Longitude", ok: "OK", reconnecting: "Reconnexion…", bot: "bot", typing: "écrit…",
    blocked_status: "bloqué", start: "Démarrer", unblock: "Débloquer le bot", block: "Bloquer le bot", edited: "modifié", edit: "Modifier",
    react: "Réagir", today: "Aujourd’hui", yesterday: "Hier", download: "Télécharger", photo: "Photo", document: "Document", voice: "Message vocal",
    video: "Vidéo", poll: "Sondage", forwarded: "Transféré de", unread: "non lus", nothing: "Rien encore", you: "Vous", copied: "Copié",
    welcome: "La conversation commence ici. Appuyez sur Démarrer pour dire bonjour.", nobody: "Personne n’habite encore ici. Ajoutez quelqu’un pour commencer.",
    violations: (n) => (n === 1 ? "1 appel que Telegram refuserait" : `${n} appels que Telegram refuserait`), show_more: "Voir plus", failed: "Cela n’a pas marché",
    service_topic: "Sujet ouvert", pinned: "Épinglé", sticker: "Autocollant", audio: "Audio", animation: "Animation", dice: "Dé", members: "groupe",
  },
  es: {
    phones: "Teléfonos", intro: "Elige a alguien y habla con el bot en su lugar.", new_person: "Persona nueva",
    more: "Más", messages: "Mensajes", newest: "Últimos mensajes", keyboard: "Teclado del bot", editing: "Estás editando tu mensaje", answering: "Respuesta a", reply: "Responder", topics: "Temas", general: "General",
    cancel: "Cancelar", share: "Enviar a este chat", commands: "Comandos", attach: "Adjuntar", file: "Archivo o foto", location: "Ubicación", contact: "Mi número",
    message: "Mensaje", send: "Enviar", name: "Nombre", language: "Idioma del teléfono", add: "Agregar",
    send_location: "Enviar una ubicación", here: "Usar mi ubicación actual", here_failed: "El navegador no dio tu ubicación. Escríbela abajo.",
    latitude: "Latitud", longitude: "Longitud", ok: "OK", reconnecting: "Reconectando…", bot: "bot", typing: "escribiendo…",
    blocked_status: "bloqueado", start: "Iniciar", unblock: "Desbloquear el bot", block: "Bloquear el bot", edited: "editado", edit: "Editar",
    react: "Reaccionar", today: "Hoy", yesterday: "Ayer", download: "Descargar", photo: "Foto", document: "Documento", voice: "Mensaje de voz",
    video: "Video", poll: "Encuesta", forwarded: "Reenviado de", unread: "sin leer", nothing: "Nada todavía", you: "Tú", copied: "Copiado",
    welcome: "Aquí empieza la conversación. Toca Iniciar para saludar.", nobody: "Aquí no vive nadie todavía. Agrega a alguien para empezar.",
    violations: (n) => (n === 1 ? "1 llamada que Telegram rechazaría" : `${n} llamadas que Telegram rechazaría`), show_more: "Ver más", failed: "No funcionó",
    service_topic: "Tema abierto", pinned: "Fijado", sticker: "Sticker", audio: "Audio", animation: "Animación", dice: "Dado", members: "grupo",
  },
};

let language = "en";

export const speak = (code) => { language = (code || "en").slice(0, 2) in WORDS ? code.slice(0, 2) : "en"; };
export const tongue = () => language;
export const word = (key) => WORDS[language][key] ?? WORDS.en[key] ?? key;

/** Put the words of the language into the page's fixed parts. */
export function translate() {
  document.documentElement.lang = language;
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = word(node.dataset.word);
  for (const node of document.querySelectorAll("[data-label]")) {
    node.setAttribute("aria-label", word(node.dataset.label));
    if (node.matches("button")) node.title = word(node.dataset.label);
  }
  document.getElementById("text").placeholder = word("message");
}

export const clock = (seconds) => new Date(seconds * 1000).toLocaleTimeString(language, { hour: "numeric", minute: "2-digit" });

/** A day as people say it: today, yesterday, or the date. */
export function day(seconds) {
  const date = new Date(seconds * 1000), now = new Date();
  const days = Math.round((new Date(now.toDateString()) - new Date(date.toDateString())) / 864e5);
  if (days < 2) return word(days < 1 ? "today" : "yesterday");
  const year = date.getFullYear() === now.getFullYear() ? undefined : "numeric";
  return date.toLocaleDateString(language, { weekday: "long", day: "numeric", month: "long", year });
}

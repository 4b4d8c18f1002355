// Talks to the control API: asks, does, and listens to what changes.

async function request(path, options) {
  const answer = await fetch(`/simulator/${path}`, options);
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(body.error ?? answer.statusText);
  return body;
}

export const get = (path) => request(path, {});

export const post = (path, body = {}) =>
  request(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

export const upload = (path, form) => request(path, { method: "POST", body: form });

/** Events come to `onEvent`; `onLine(true)` after every (re)connection, `onLine(false)` when the line is lost. */
export function listen(onEvent, onLine) {
  const source = new EventSource("/simulator/live");
  source.onopen = () => onLine(true);
  source.onmessage = ({ data }) => onEvent(JSON.parse(data));
  source.onerror = () => {
    onLine(false);
    if (source.readyState !== EventSource.CLOSED) return;
    setTimeout(() => listen(onEvent, onLine), 1000);
  };
}

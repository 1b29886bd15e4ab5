// Requests that answer as JSON. `status` 0: nothing came back, and nobody knows what the server did.
import { reader } from "./page.js";

const LONGEST = 20_000; // ms
const MOST_KEPT_ALIVE = 60_000; // characters; so much browsers send on when the page is left
// Answers of ours that are no JSON. Any other page is somebody else's, who stands between: of a network that wants to be
// signed in to, of a proxy while the server is away.
const OURS = [204, 400, 413, 429, 500];

let token = document.querySelector('[name="csrfmiddlewaretoken"]')?.value ?? "";

export async function ask(url, { method = "GET", fields } = {}) {
  const body = fields && new URLSearchParams(fields);
  try {
    const response = await fetch(url, {
      method,
      headers: { Accept: "application/json", ...(fields && { "X-CSRFToken": token }) },
      body,
      keepalive: Boolean(body) && String(body).length < MOST_KEPT_ALIVE,
      signal: AbortSignal.timeout(LONGEST),
      cache: "no-store",
    });
    if (response.redirected) return { status: 401, body: {} }; // to the sign-in
    const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
    if (isJson) return { status: response.status, body: await response.json() };
    return { status: OURS.includes(response.status) ? response.status : 502, body: {} };
  } catch {
    return { status: 0, body: {} };
  }
}

/** Forms that were made before bring the token of today too: previews and pictures are sent with it. */
export function carryToken(within) {
  for (const field of within.querySelectorAll('[name="csrfmiddlewaretoken"]')) field.value = token || field.value;
}

/**
 * Who is signed in gets a new token with every sign-in, so a page that is open since before asks for it anew.
 * Returns "same", "out", "other" for somebody else (whose words these are not), "none" when nothing came.
 */
export async function renewToken() {
  try {
    const response = await fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout(LONGEST) });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const who = page.querySelector('meta[name="reader"]')?.content;
    if (!who) return response.redirected && response.ok ? "out" : "none"; // to the sign-in
    if (who !== reader) return "other";
    token = page.querySelector('[name="csrfmiddlewaretoken"]')?.value ?? token;
    carryToken(document);
    return "same";
  } catch {
    return "none";
  }
}

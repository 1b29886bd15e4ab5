// Requests that answer as JSON. `status` 0: nothing came back, and nobody knows what the server did.
import { reader } from "./page.js";

const LONGEST = 20_000; // ms

let token = document.querySelector('[name="csrfmiddlewaretoken"]')?.value ?? "";

export async function ask(url, { method = "GET", fields } = {}) {
  try {
    const response = await fetch(url, {
      method,
      headers: { Accept: "application/json", ...(fields && { "X-CSRFToken": token }) },
      body: fields && new URLSearchParams(fields),
      signal: AbortSignal.timeout(LONGEST),
      cache: "no-store",
    });
    if (response.redirected) return { status: 401, body: {} }; // to the sign-in
    const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
    return { status: response.status, body: isJson ? await response.json() : {} };
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
    if (!who) return response.ok ? "out" : "none";
    if (who !== reader) return "other";
    token = page.querySelector('[name="csrfmiddlewaretoken"]')?.value ?? token;
    carryToken(document);
    return "same";
  } catch {
    return "none";
  }
}

// @ts-nocheck
/* REST from a page: JSON both ways, the CSRF token, and refusals as sentences to show. */
import * as place from "../core/place.ts";
import * as dom from "./elements.ts";

const WAIT = 15000;

/** What the server or the engine would not do; `message` is the reason, `errors` are [{path, message}]. */
export class Refusal extends Error {
  constructor(message, { status = 0, errors = [] } = {}) {
    super(message);
    this.name = "Refusal";
    this.status = status;
    this.errors = errors;
  }
}

function csrf() {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith("pybirch_csrf="));
  return found ? decodeURIComponent(found.slice("pybirch_csrf=".length)) : "";
}

/** The answer's JSON (null when it has none); a Refusal when it is not a good one. */
async function request(method, path, { body, query, signal, keepalive = false } = {}) {
  const late = AbortSignal.timeout(WAIT);
  let answer;
  try {
    answer = await globalThis.fetch(place.api(path, query), {
      method,
      credentials: "same-origin",
      headers: { Accept: "application/json", ...(body === undefined ? {} : { "Content-Type": "application/json" }), ...guard(method) },
      body: body === undefined ? undefined : JSON.stringify(body),
      keepalive,
      signal: signal ? AbortSignal.any([signal, late]) : late,
    });
  } catch (error) {
    if (signal && signal.aborted) throw error;
    throw new Refusal(
      late.aborted ? "The server did not answer in time; try again." : "The server cannot be reached; try again when the link is back.",
    );
  }
  if (answer.ok) return answer.status === 204 ? null : answer.json().catch(() => null);
  throw refusal(answer.status, await answer.json().catch(() => null));
}

function guard(method) {
  return method === "GET" ? {} : { "X-CSRF-Token": csrf() };
}

function refusal(status, problem) {
  const errors = (problem && problem.errors) || [];
  const said = problem && (problem.detail || problem.title);
  const fallback = status === 401 ? "You are signed out; load the page again to sign in." : `The server answered ${status}.`;
  return new Refusal(said || fallback, { status, errors });
}

/** Let the person save `content`, or a list of its parts, as a file. */
export function save(filename, content, type = "text/plain") {
  const url = URL.createObjectURL(new Blob([content].flat(), { type }));
  dom.el("a", { href: url, download: filename }).click();
  globalThis.setTimeout(() => URL.revokeObjectURL(url), 1000);
}

export const rest = {
  get: (path, query, options) => request("GET", path, { query, ...options }),
  post: (path, body = {}) => request("POST", path, { body }),
  put: (path, body) => request("PUT", path, { body }),
  patch: (path, body, options) => request("PATCH", path, { body, ...options }),
  del: (path, body) => request("DELETE", path, { body }),
};

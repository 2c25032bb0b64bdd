/* REST from a page: JSON both ways, the CSRF token, and refusals as sentences to show. */
import * as place from "../core/place.ts";
import type { Answer, Body, Method, Query } from "../core/rest_types.ts";
import { el } from "./elements.ts";

const WAIT = 15000; // ms

export interface FieldError {
  path: string;
  message: string;
}
interface Problem {
  title?: string;
  detail?: string;
  errors?: FieldError[];
}

/** What the server or the engine would not do; `message` is the reason. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  /** HTTP status, 0 where the server was not reached. */
  readonly status: number;
  readonly errors: readonly FieldError[];

  constructor(message: string, { status = 0, errors = [] }: { status?: number; errors?: readonly FieldError[] } = {}) {
    super(message);
    this.status = status;
    this.errors = errors;
  }
}

function csrf(): string {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith("pybirch_csrf="));
  return found ? decodeURIComponent(found.slice("pybirch_csrf=".length)) : "";
}

interface Options {
  signal?: AbortSignal;
  /** Whether the request outlives the page. */
  keepalive?: boolean;
}

/** The answer's JSON (null when it has none); a Refusal when it is not a good one. */
async function request(method: Method, path: string, sent: { body?: unknown; query?: object }, options: Options = {}): Promise<unknown> {
  const { signal, keepalive = false } = options;
  const late = AbortSignal.timeout(WAIT);
  const headers: Record<string, string> = { Accept: "application/json" };
  if (sent.body !== undefined) headers["Content-Type"] = "application/json";
  if (method !== "get") headers["X-CSRF-Token"] = csrf();
  let answer: Response;
  try {
    answer = await fetch(place.api(path, sent.query), {
      method: method.toUpperCase(),
      credentials: "same-origin",
      headers,
      body: sent.body === undefined ? undefined : JSON.stringify(sent.body),
      keepalive,
      signal: signal ? AbortSignal.any([signal, late]) : late,
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Refusal(
      late.aborted ? "The server did not answer in time; try again." : "The server cannot be reached; try again when the link is back.",
    );
  }
  const found: unknown = answer.status === 204 ? null : await answer.json().catch(() => null);
  if (answer.ok) return found;
  throw refusal(answer.status, found as Problem | null);
}

function refusal(status: number, problem: Problem | null): Refusal {
  const fallback = status === 401 ? "You are signed out; load the page again to sign in." : `The server answered ${status}.`;
  return new Refusal(problem?.detail || problem?.title || fallback, { status, errors: problem?.errors });
}

/** Let the person save `content`, or a list of its parts, as a file. */
export function save(filename: string, content: BlobPart | BlobPart[], type = "text/plain"): void {
  const url = URL.createObjectURL(new Blob([content].flat() as BlobPart[], { type }));
  el("a", { href: url, download: filename }).click();
  globalThis.setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/** Paths as in docs/reference/rest.md, without the first slash: `rest.get("scans", {limit: 10})`, rest.get(`scans/${id}`). */
export const rest = {
  get<P extends string>(path: P, query?: Query<P>, options?: Options): Promise<Answer<"get", P>> {
    return request("get", path, { query: query ?? {} }, options) as Promise<Answer<"get", P>>;
  },
  post<P extends string>(path: P, body?: Body<"post", P>): Promise<Answer<"post", P>> {
    return request("post", path, { body: body ?? {} }) as Promise<Answer<"post", P>>;
  },
  put<P extends string>(path: P, body: Body<"put", P>): Promise<Answer<"put", P>> {
    return request("put", path, { body }) as Promise<Answer<"put", P>>;
  },
  patch<P extends string>(path: P, body: Body<"patch", P>, options?: Options): Promise<Answer<"patch", P>> {
    return request("patch", path, { body }, options) as Promise<Answer<"patch", P>>;
  },
  del<P extends string>(path: P, body?: Body<"delete", P>): Promise<Answer<"delete", P>> {
    return request("delete", path, { body }) as Promise<Answer<"delete", P>>;
  },
};

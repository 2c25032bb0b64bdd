/* A page about something that does not exist says so, and leads back. */
import { el } from "../dom/elements.ts";
import { link } from "../dom/navigate.ts";
import { live } from "../dom/page_live.ts";

const REFUSED: Record<number, string> = { 4404: "is not known here", 4403: "is not open to you" };

/** Watch the room of `page`: once the server refuses it for good, say that `what` is not there. */
export function watchMissing(page: HTMLElement, what: string, back: string, label: string): () => void {
  return live.on(
    page.dataset.room ?? "",
    {
      status: ({ final, code }) => {
        const refused = REFUSED[code ?? 0];
        if (!final || !refused || page.dataset.missing) return;
        page.dataset.missing = "yes";
        page.append(
          el(
            "div.pb-empty.pb-empty-page.pb-missing",
            {},
            el("h1", {}, `${what} ${refused}`),
            el("p", {}, "It may be in another database, or the address is misspelt."),
            link(back, { spec: "a.pb-button" }, label),
          ),
        );
      },
    },
    { element: page },
  );
}

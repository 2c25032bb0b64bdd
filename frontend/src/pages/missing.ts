// @ts-nocheck
/* A page about something that does not exist says so, and leads back. */
import { el } from "../dom/elements.ts";
import { link as linkModule } from "../dom/navigate.ts";
import { live } from "../dom/page_live.ts";

const REFUSED = { 4404: "is not known here", 4403: "is not open to you" };

/** Watch the room of `page`: once the server refuses it for good, say that `what` is not there. */
export function watchMissing(page, what, back, label) {
  return live.on(
    page.dataset.room,
    {
      status: (link) => {
        if (!link.final || !REFUSED[link.code] || page.dataset.missing) return;
        page.dataset.missing = "yes";
        page.append(
          el(
            "div.pb-empty.pb-empty-page.pb-missing",
            {},
            el("h1", {}, `${what} ${REFUSED[link.code]}`),
            el("p", {}, "It may be in another database, or the address has a slip in it."),
            linkModule(back, { spec: "a.pb-button" }, label),
          ),
        );
      },
    },
    { element: page },
  );
}

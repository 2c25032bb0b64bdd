// @ts-nocheck
/* The plan as JSON beside the form: what is typed in one appears in the other. */
import { el, show, text } from "../../dom/elements.ts";
import { planIn } from "./files.ts";

export function jsonView(node, session) {
  const area = el("textarea.pb-input.pb-mono.ns-json-text", { rows: 14, spellcheck: "false", "aria-label": "Plan as JSON" });
  const said = el("p.ns-error", { role: "status", hidden: true });
  let mine = false; // whether the change came from here
  node.replaceChildren(area, said);

  function say(sentence) {
    text(said, sentence);
    show(said, Boolean(sentence));
    area.setAttribute("aria-invalid", String(Boolean(sentence)));
    if (session.unreadable !== Boolean(sentence)) session.setUnreadable(Boolean(sentence));
  }
  function follow() {
    if (mine) return;
    const wanted = JSON.stringify(session.plan, null, 2);
    if (area.value !== wanted) area.value = wanted;
    say("");
  }
  area.addEventListener("input", () => {
    let plan;
    try {
      plan = planIn(area.value);
    } catch (error) {
      say(error.message);
      return;
    }
    mine = true;
    session.touched = true;
    session.load(plan, { named: true });
    mine = false;
    say("");
  });
  area.addEventListener("blur", () => !session.unreadable && follow());
  follow();
  const off = session.on("change", follow);
  return off;
}

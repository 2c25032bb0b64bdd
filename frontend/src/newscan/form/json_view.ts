/* The plan as JSON beside the form: what is typed in one appears in the other. */
import { el, show, text } from "../../dom/elements.ts";
import { isObject, type Plan } from "../model.ts";
import type { Session } from "../session.ts";

/** The plan in a JSON text: a plan itself, or a scan or preset that has one. Throws an Error with a sentence. */
export function planIn(json: string): Plan {
  let data: unknown;
  try {
    data = JSON.parse(json);
  } catch (error) {
    throw new Error(`This is not JSON: ${(error as Error).message}`, { cause: error });
  }
  const plan = isObject(data) && data.plan && !data.steps ? data.plan : data;
  if (!isObject(plan)) throw new Error("A plan is an object with a list of steps.");
  if (!Array.isArray(plan.steps)) throw new Error("There is no list of steps in it.");
  return plan;
}

export function jsonView(node: HTMLElement, session: Session): void {
  const area = el("textarea.pb-input.pb-mono.ns-json-text", {
    rows: 14,
    spellcheck: "false",
    "aria-label": "Plan as JSON",
  }) as HTMLTextAreaElement;
  const said = el("p.ns-error", { role: "status", hidden: true });
  let typing = false; // whether the change came from here
  node.replaceChildren(area, said);

  const say = (sentence: string): void => {
    text(said, sentence);
    show(said, Boolean(sentence));
    area.setAttribute("aria-invalid", String(Boolean(sentence)));
    session.setUnreadable(Boolean(sentence));
  };
  const follow = (): void => {
    if (typing) return;
    const wanted = JSON.stringify(session.plan, null, 2);
    if (area.value !== wanted) area.value = wanted;
    say("");
  };
  area.addEventListener("input", () => {
    typing = true;
    try {
      const plan = planIn(area.value);
      session.touched = true;
      session.load(plan, true);
      say("");
    } catch (error) {
      say((error as Error).message);
    } finally {
      typing = false;
    }
  });
  area.addEventListener("blur", () => !session.unreadable && follow());
  follow();
  session.on(["change"], follow);
}

/* Name, sample, tags, notes and metadata: the fields of dashboard/new_scan/about.py, read and filled here. */
import * as typed from "../../core/typed.ts";
import { setProps } from "../../dom/stores.ts";
import { isObject } from "../model.ts";
import type { Session } from "../session.ts";

/** For each field, what the plan holds for what is typed, and what is shown of what it holds. */
const FIELDS: Record<string, [read: (text: string) => unknown, show: (value: unknown) => string]> = {
  name: [(text) => text, typed.shown],
  sample: [(text) => text || undefined, typed.shown],
  tags: [(text) => (text.trim() ? typed.words(text) : undefined), (tags) => [tags ?? []].flat().map(typed.shown).join(", ")],
  notes: [(text) => text || undefined, typed.shown],
  metadata: [(text) => (text.trim() ? typed.facts(text) : undefined), (facts) => typed.factLines(isObject(facts) ? facts : {})],
};

function control(name: string): HTMLInputElement | null {
  return document.getElementById(`ns-about-${name}`) as HTMLInputElement | null;
}

export function aboutFields(node: HTMLElement, session: Session): void {
  node.addEventListener("input", ({ target }) => {
    const { id, value } = target as HTMLInputElement;
    const name = id.replace("ns-about-", "");
    if (name in FIELDS) session.edit(name, FIELDS[name][0](value));
  });
  node.addEventListener("focusout", ({ target }) => {
    if (target === control("name") && !control("name")?.value.trim()) session.forgetName();
  });
  const follow = (): void => {
    for (const [name, [, show]] of Object.entries(FIELDS)) {
      const [field, value] = [control(name), show(session.plan[name as keyof typeof session.plan])];
      if (field && field !== document.activeElement && field.value !== value) setProps(field.id, { value });
    }
  };
  follow();
  session.on(["change"], follow);
}

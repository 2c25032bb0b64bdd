// @ts-nocheck
/* The user's menu: keys, the interface for programs, signing out. */
import * as place from "../core/place.ts";
import * as dom from "../dom/elements.ts";
import { button } from "../dom/elements.ts";
import { island } from "../dom/islands.ts";
import { href } from "../dom/navigate.ts";
import { menu } from "../dom/popover.ts";
import * as person from "./person.ts";
import * as shortcuts from "./shortcuts.ts";

function signOut() {
  const form = dom.el("form", { method: "post", action: href("/logout"), hidden: true });
  document.body.append(form);
  form.submit();
}

island("account", (node) => {
  const open = button("", { kind: "quiet", icon: "user", title: "You", "aria-label": "You" });
  const items = () => [
    { label: person.name() || "Your name…", icon: "user", title: "What others who watch the same see of you", act: () => person.ask() },
    { separator: true },
    { label: "Keyboard shortcuts", icon: "keyboard", hint: "?", act: () => shortcuts.show() },
    { label: "Interface for programs", icon: "code", href: place.api("docs"), target: "_blank" },
    { separator: true },
    { label: "Sign out", icon: "leave", act: signOut },
  ];
  menu(open, items);
  node.append(open);
});

// @ts-nocheck
/* Who else watches a scan or queue: initials beside its title when there is somebody, and all names in a list. */
import * as peopleModule from "../core/people.ts";
import { button, el, keyed, show, text } from "../dom/elements.ts";
import { island } from "../dom/islands.ts";
import { live } from "../dom/page_live.ts";
import { popover } from "../dom/popover.ts";
import * as personModule from "./person.ts";

const MOST = 4; // initials beside the title

/** Call `told(users)` with who is in the room, now and at each change. */
function follow(node, told) {
  const { room } = node.dataset;
  let users = [];
  const tell = (now) => told((users = now || []));
  const offs = [
    live.on(room, { snapshot: (state) => tell(state.presence), presence: (data) => tell(data.users) }, { element: node }),
    personModule.onChange(() => tell(users)),
  ];
  return () => offs.forEach((off) => off());
}

function avatar() {
  return el("span.pb-avatar", { "aria-hidden": "true" });
}

/** Fill `list` with the people. */
function names(list, users) {
  keyed(list, peopleModule.crowd(users, personModule.name()), {
    key: (person) => person.key,
    create: (person) => el("li.pb-person", {}, avatar(), el("span.pb-person-name", {}, person.name), el("span.pb-quiet")),
    update: (made, person) => {
      text(made.children[0], person.initials);
      text(made.children[2], person.you ? "you" : "");
    },
  });
}

/** What to say under a list, and the way to another name. */
function foot() {
  const made = button("", { kind: "small", data: { do: "name" }, on: () => personModule.ask() });
  made.append(el("span"));
  const note = el("p.pb-people-foot", {}, el("span.pb-quiet"), made);
  note.pbShow = () => {
    const named = Boolean(personModule.name());
    text(note.firstChild, named ? "" : "You are shown as a guest.");
    text(made.lastChild, named ? "Change your name" : "Say who you are");
  };
  return note;
}

island("watchers", (node) => {
  const faces = el("span.pb-faces");
  const more = el("span.pb-faces-more");
  const open = el("button.pb-button.pb-button-quiet.pb-watching", { type: "button" }, faces, more);
  const count = el("p.pb-people-count");
  const list = el("ul.pb-people-list");
  const note = foot();
  const panel = el("div.pb-popover", { role: "dialog", "aria-label": "People who watch this" }, count, list, note);
  popover(open, panel);
  node.append(open, panel);
  show(node, false);
  return follow(node, (users) => {
    show(node, users.length > 1);
    const people = peopleModule.crowd(users, personModule.name());
    keyed(faces, people.slice(0, MOST), {
      key: (person) => person.key,
      create: avatar,
      update: (made, person) => text(made, person.initials),
    });
    text(more, people.length > MOST ? `+${people.length - MOST}` : "");
    open.title = people
      .slice(0, 12)
      .map((person) => person.name)
      .join(", ");
    open.setAttribute("aria-label", peopleModule.counted(users));
    text(count, peopleModule.counted(users));
    names(list, users);
    note.pbShow();
  });
});

island("people", (node) => {
  const count = el("p.pb-people-count");
  const list = el("ul.pb-people-list");
  const note = foot();
  node.append(count, list, note);
  note.pbShow();
  return follow(node, (users) => {
    text(count, peopleModule.counted(users));
    names(list, users);
    note.pbShow();
  });
});

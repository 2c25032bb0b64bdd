// @ts-nocheck
/* Every instrument as a card, from the room `instruments`: state, positions on their tracks, values. */
import { el, keyed, part, show, text } from "../dom/elements.ts";
import { page as pageModule } from "../dom/islands.ts";
import { link } from "../dom/navigate.ts";
import { live } from "../dom/page_live.ts";
import { badge, setBadge } from "../dom/status.ts";
import { moment } from "../dom/ticking.ts";
import { face } from "./face.ts";
import { figure, figures, setFigure, summary } from "./figures.ts";

pageModule("instruments", (page) => {
  const { room } = page.dataset;
  const cards = part(page, "cards");
  const empty = part(page, "empty");
  let frame = 0;
  empty.append(
    el("h2", {}, "No instruments"),
    el("p", {}, "Describe yours in a bench file; they appear here when the engine starts with it."),
  );

  function render() {
    frame = 0;
    const state = live.state(room);
    if (!state) return;
    text(part(page, "context"), `${state.instruments.length} on the bench`);
    summary(part(page, "summary"), state.instruments);
    show(empty, state.instruments.length === 0);
    keyed(cards, state.instruments, { key: (each) => each.instrument_id, create: card, update });
  }
  const later = () => (frame = frame || globalThis.requestAnimationFrame(render));
  const off = live.on(room, { snapshot: later, frame: later }, { element: page });
  return () => {
    globalThis.cancelAnimationFrame(frame);
    off();
  };
});

function card(instrument) {
  const made = link(`/instruments/${instrument.instrument_id}`, { spec: "a.pb-card.pb-instrument-card" });
  const spec = instrument.spec || { axes: {} };
  const pb = (made.pb = {
    badge: badge(instrument.status),
    held: el("span.pb-card-note"),
    error: el("span.pb-card-error"),
    warning: el("span.pb-card-warning"),
    face: Object.keys(spec.axes || {}).length ? face(instrument, { compact: true }) : null,
    values: el("span.pb-figures"),
    age: el("span.pb-age"),
  });
  made.append(
    el("span.pb-card-head", {}, el("span.pb-card-name", {}, instrument.instrument_name), pb.badge),
    el("span.pb-card-note", {}, spec.title || spec.driver || ""),
    pb.error,
    pb.warning,
  );
  if (pb.face) made.append(pb.face.node);
  made.append(pb.values, pb.held, pb.age);
  return made;
}

function update(made, instrument) {
  const { pb } = made;
  setBadge(pb.badge, instrument.status);
  text(pb.error, instrument.error || "");
  show(pb.error, instrument.error);
  text(pb.warning, instrument.warning || "");
  show(pb.warning, instrument.warning);
  text(pb.held, instrument.held_by ? `held by ${instrument.held_by}` : "");
  if (pb.face) pb.face.update(instrument);
  const axes = Object.keys((instrument.spec && instrument.spec.axes) || {});
  const values = figures(instrument).slice(axes.length, axes.length + 4);
  keyed(pb.values, values, { key: (each) => each.key, create: figure, update: setFigure });
  moment(pb.age, instrument.timestamp);
}

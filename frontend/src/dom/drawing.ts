/* Islands that draw a room's state again when it has changed, and how they find what they show in it. */
import type { InstrumentRecord } from "../core/rest_types.ts";
import type { AnyRoom } from "../core/rooms.ts";
import { live } from "./page_live.ts";

/** An instrument as rooms have it; `is_moving` comes with its positions while it moves. */
export type Instrument = InstrumentRecord & { is_moving?: boolean };

/** Call `draw(state)` when the state of `room` is known or has changed, at most once per animation frame, while `node` is in
 *  the page. Returns what ends it. */
export function drawWith(node: Element, room: string, draw: (state: AnyRoom) => void): () => void {
  let frame = 0;
  const later = () => {
    frame ||= globalThis.requestAnimationFrame(() => {
      frame = 0;
      const state: AnyRoom | null = live.state(room);
      if (state) draw(state);
    });
  };
  const off = live.on(room, { snapshot: later, frame: later }, { element: node });
  return () => {
    globalThis.cancelAnimationFrame(frame);
    off();
  };
}

/** The value at a path such as `instruments.3.position.x`; a list is searched for the number or id of its things. */
export function at(state: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((value, name) => {
    if (Array.isArray(value)) return value.find((each: object) => idOf(each) === name);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
  }, state);
}

function idOf(thing: { instrument_id?: number; scan_id?: string; queue_id?: string }): string {
  return String(thing.instrument_id ?? thing.scan_id ?? thing.queue_id);
}

/** The instrument of this number, in its own room or in one of several instruments. */
export function instrumentIn({ instrument, instruments = [] }: AnyRoom, id: string): Instrument | undefined {
  return instrument ?? instruments.find((each) => String(each.instrument_id) === id);
}

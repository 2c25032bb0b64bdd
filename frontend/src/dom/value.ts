/* One number of an instrument, live, wherever a page puts it: dashboard/components/value.py. */
import type { InstrumentStatus } from "../core/events.gen.ts";
import * as format from "../core/format.ts";
import { text } from "./elements.ts";
import { island } from "./islands.ts";
import { live } from "./page_live.ts";

type Instrument = Pick<InstrumentStatus, "position" | "value" | "units">;

/** A position or reading as text; a dash where the instrument has none of this name. */
export function shown(instrument: Instrument | undefined, name: string): string {
  const found = instrument?.value?.[name] ?? instrument?.position?.[name];
  return found === null || found === undefined ? format.NONE : format.quantity(found, instrument?.units?.[name]);
}

island("value", (node: HTMLElement) => {
  const { instrument = "", name = "" } = node.dataset;
  const show = (known: Instrument | undefined) => text(node, shown(known, name));
  return live.on("global", {
    snapshot: ({ instruments }) => show(instruments.find((each) => each.instrument_name === instrument)),
    instrument_status: (told) => told.instrument_name === instrument && show(told),
  });
});

/* The samples of this page's instruments, gathered from its first moment on. */
import { Samples } from "../core/samples.ts";
import { live } from "./page_live.ts";

export const samples = new Samples();

/** Begin to listen to the page. */
export function start(): void {
  const begin = () =>
    live.on("global", {
      snapshot: ({ instruments }) => instruments.forEach((instrument) => samples.add(instrument)),
      instrument_status: (instrument) => samples.add(instrument),
    });
  document.addEventListener("pybirch:page", begin, { once: true });
}

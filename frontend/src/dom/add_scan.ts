/* Puts one scan at the end of a queue. */
import type { Body, ScanRecord } from "../core/rest_types.ts";
import { rest } from "./rest.ts";

export type Plan = Exclude<NonNullable<Body<"post", `queues/${string}/scans`>>, unknown[]>;

/** The scan that was made of the plan; the server takes lists of plans here too, and answers them with lists. */
export async function addScan(queue: string, plan: Plan): Promise<ScanRecord> {
  const answer = await rest.post(`queues/${queue}/scans`, plan);
  return "items" in answer ? answer.items[0] : answer;
}

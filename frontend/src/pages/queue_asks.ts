/* What a queue's page sends about its scans: copies, and removing one so that it can be brought back. */
import type { ScanRecord } from "../core/rest_types.ts";
import { addScan, type Plan } from "../dom/add_scan.ts";
import { rest } from "../dom/rest.ts";

type Field = "sample" | "tags" | "metadata" | "notes";

/** The plan of a scan as it would be queued again, with those `fields` that people have filled. */
async function planOf(id: string, fields: Field[]): Promise<Plan> {
  const scan = await rest.get(`scans/${id}`);
  const filled = fields.filter((field) => Object.keys(scan[field]).length);
  return { ...(scan.plan as Plan), name: scan.name, ...Object.fromEntries(filled.map((field) => [field, scan[field]])) };
}

/** Put a copy of a scan at the end of a queue. */
export async function duplicate(queue: string, id: string): Promise<ScanRecord> {
  return addScan(queue, await planOf(id, ["sample", "tags", "metadata"]));
}

/** Brings a removed scan back under a new number; `waiting()` are the scans that wait by then. */
export type Undo = (waiting: () => string[]) => Promise<ScanRecord>;

/** Remove a waiting scan. What is returned puts an equal one before `next`, the scan that followed. */
export async function remove(queue: string, id: string, next: string): Promise<Undo> {
  const plan = await planOf(id, ["sample", "tags", "metadata", "notes"]);
  await rest.del(`queues/${queue}/scans`, { scan_ids: [id] });
  return async (waiting) => {
    const made = await addScan(queue, plan);
    const ids = waiting();
    const at = ids.indexOf(next);
    const order = [made.scan_id, ...ids.slice(at).filter((each) => each !== made.scan_id)];
    if (at >= 0) await rest.patch(`queues/${queue}/scans`, { scan_ids: order });
    return made;
  };
}

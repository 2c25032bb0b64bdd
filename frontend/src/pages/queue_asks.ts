// @ts-nocheck
/* What a queue's page asks about its scans: copies, and removing one with a way back. */
import { rest } from "../dom/rest.ts";

/** The plan of a scan as it would be queued again, with what of `fields` people have written to it. */
async function planOf(id, fields) {
  const scan = await rest.get(`scans/${id}`);
  const given = fields.filter((field) => (typeof scan[field] === "string" ? scan[field] : Object.keys(scan[field]).length));
  return { ...scan.plan, name: scan.name, ...Object.fromEntries(given.map((field) => [field, scan[field]])) };
}

/** Put a copy of a scan at the end of a queue; the copy. */
export async function duplicate(queue, id) {
  return rest.post(`queues/${queue}/scans`, await planOf(id, ["sample", "tags", "metadata"]));
}

/** Remove a waiting scan; resolves to what puts it back: an equal scan, under a new number, before the scan that followed. */
export async function remove(queue, id, next) {
  const plan = await planOf(id, ["sample", "tags", "metadata", "notes"]);
  await rest.del(`queues/${queue}/scans`, { scan_ids: [id] });
  return async (waiting) => {
    const made = await rest.post(`queues/${queue}/scans`, plan);
    const ids = waiting();
    const at = ids.indexOf(next);
    if (at >= 0)
      await rest.patch(`queues/${queue}/scans`, { scan_ids: [made.scan_id, ...ids.slice(at).filter((each) => each !== made.scan_id)] });
    return made;
  };
}

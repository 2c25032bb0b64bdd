/* What the pages that show queues and their scans at work load beside the rest. */
import "./home.ts";
import "./queue.ts";

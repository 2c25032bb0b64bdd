/* The plain script for pages without a build: it puts `PyBirchRealtime` on the page. */
import { publish } from "./realtime/publish.ts";

publish();

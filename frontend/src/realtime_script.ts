/* The plain script for pages without a build: it puts a ready `PyBirchRealtime` on the page. */
import { publish } from "./core/realtime.ts";

publish();

/* What pages with a chart load beside the rest. */
import "./chart_controls.ts";
import "./compare.ts";
import "./scan.ts";

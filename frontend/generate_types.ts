/* Writes the types of what the server sends, from its own descriptions in docs/reference: live events (events.schema.json) and
 * answers of the REST interface (openapi.json); and the types of assets/built/realtime.mjs. `npm run types:generate`; with `--check` it fails where a file is stale. */
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { generateDtsBundle } from "dts-bundle-generator";
import { compile, type JSONSchema } from "json-schema-to-typescript";
import openapiTS, { astToString, type OpenAPI3, type OperationObject, type ResponseObject } from "openapi-typescript";

const REFERENCE = path.join(import.meta.dirname, "..", "docs", "reference");
const CORE = path.join(import.meta.dirname, "src", "core");
const METHODS = ["get", "post", "put", "patch", "delete"] as const;

function head(source: string, maker: string): string {
  return `/* Made from docs/reference/${source} by generate_types.ts; change ${maker} instead. */\n\n`;
}

async function described<Shape>(name: string): Promise<Shape> {
  return JSON.parse(await readFile(path.join(REFERENCE, name), "utf8")) as Shape;
}

/** Types of the live events; without the titles of single fields, each of which would become a type of its own. */
async function eventTypes(): Promise<string> {
  const schema = await described<JSONSchema>("events.schema.json");
  for (const definition of Object.values(schema.$defs ?? {}) as JSONSchema[])
    for (const field of Object.values(definition.properties ?? {})) delete field.title;
  return compile({ ...schema, title: "PyBirchEvent" }, "PyBirchEvent", {
    bannerComment: head("events.schema.json", "engine/model/events.py").trim(),
    additionalProperties: false,
    format: true,
    style: { printWidth: 140 },
  });
}

/** Types of REST: what is sent and what comes back in JSON when all is well. Refusals all have one shape, that of `Refusal`. */
async function restTypes(): Promise<string> {
  const document = await described<OpenAPI3>("openapi.json");
  for (const operations of Object.values(document.paths ?? {}) as Partial<Record<(typeof METHODS)[number], OperationObject>>[])
    for (const method of METHODS) {
      const responses = (operations[method]?.responses ?? {}) as Record<string, ResponseObject>;
      for (const [status, { content = {} }] of Object.entries(responses))
        if (!status.startsWith("2") || !("application/json" in content || status === "204")) delete responses[status];
    }
  return head("openapi.json", "dashboard/api") + astToString(await openapiTS(document, { alphabetize: true, defaultNonNullable: false }));
}

/** Types of the module that other pages and apps import, in one file. */
function moduleTypes(): string {
  const options = { preferredConfigPath: path.join(import.meta.dirname, "tsconfig.json"), followSymlinks: false };
  const entry = { filePath: path.join(import.meta.dirname, "src", "realtime", "index.ts"), output: { noBanner: true } };
  const [types] = generateDtsBundle([entry], options);
  return `/* Made from frontend/src/realtime by generate_types.ts. */\n\n${types}`;
}

const made: Record<string, string> = {
  [path.join(CORE, "events.gen.ts")]: await eventTypes(),
  [path.join(CORE, "rest.gen.ts")]: await restTypes(),
};
const stale: string[] = [];
const check = process.argv.includes("--check");

async function settle(file: string, text: string): Promise<void> {
  if ((await readFile(file, "utf8").catch(() => "")) === text) return;
  stale.push(path.basename(file));
  if (!check) await writeFile(file, text);
}

for (const [file, text] of Object.entries(made)) await settle(file, text);
await settle(path.join(import.meta.dirname, "..", "assets", "built", "realtime.d.mts"), moduleTypes()); // of the files just written
if (check && stale.length) {
  console.error(`${stale.join(", ")} do not match what they are made from. Run: npm run types:generate`);
  process.exit(1);
}

/* Writes the types of the live events from their schema (docs/reference/events.schema.json): `npm run events`. */
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { compile, type JSONSchema } from "json-schema-to-typescript";

const SCHEMA = path.join(import.meta.dirname, "..", "docs", "reference", "events.schema.json");
const TYPES = path.join(import.meta.dirname, "src", "core", "events.gen.ts");
const HEAD = "/* Made from docs/reference/events.schema.json by generate_types.ts; change engine/model/events.py instead. */";

/** The schema without the titles of single fields, each of which would become a type of its own. */
function withoutFieldTitles(schema: JSONSchema): JSONSchema {
  for (const definition of Object.values(schema.$defs ?? {}) as JSONSchema[])
    for (const field of Object.values(definition.properties ?? {})) delete field.title;
  return schema;
}

const schema = withoutFieldTitles(JSON.parse(await readFile(SCHEMA, "utf8")) as JSONSchema);
const made = await compile({ ...schema, title: "PyBirchEvent" }, "PyBirchEvent", {
  bannerComment: HEAD,
  additionalProperties: false,
  format: true,
  style: { printWidth: 140 },
});
if (process.argv.includes("--check")) {
  if ((await readFile(TYPES, "utf8").catch(() => "")) !== made) {
    console.error("src/core/events.gen.ts does not match the schema of the events. Run: npm run events");
    process.exit(1);
  }
} else await writeFile(TYPES, made);

/* What the REST interface takes and answers, by method and path: `Answer<"get", "scans/SCAN_001">`. */
import type { components, paths } from "./rest.gen.ts";

type Schemas = components["schemas"];
export type ScanRecord = Schemas["ScanRecord"];
export type QueueRecord = Schemas["QueueRecord"];
export type InstrumentRecord = Schemas["InstrumentRecord"];
export type MeasurementRecord = Schemas["MeasurementRecord"];
export type StopRecord = Schemas["StopRecord"];

export type Method = "get" | "post" | "put" | "patch" | "delete";

/** The paths a page writes: without the first slash, `{scan_id}` standing for any text. */
type Written<Path> = Path extends `${infer Before}{${string}}${infer After}` ? `${Before}${string}${Written<After>}` : Path;
type Template<Key extends keyof paths> = Key extends `/${infer Path}` ? Written<Path> : never;
/** The path of the description that a written path means; never for one that is only known when the page runs. */
type Described<Path extends string> = {
  [Key in keyof paths]: Path extends Template<Key> ? (Template<Key> extends Path ? Key : never) : never;
}[keyof paths];
type OperationOf<M extends Method, Path extends string> = [Described<Path>] extends [never]
  ? never
  : Extract<paths[Described<Path>][M], object>;

type Json<Part> = Part extends { content: { "application/json": infer Body } } ? Body : null;
type Responses<Operation> = Operation extends { responses: infer All } ? All[keyof All] : never;

/** What a good answer holds; unknown where the path is only known when the page runs. */
export type Answer<M extends Method, Path extends string> = [OperationOf<M, Path>] extends [never]
  ? unknown
  : Json<Responses<OperationOf<M, Path>>>;

/** What a request may say after `?`. */
export type Query<Path extends string> = [OperationOf<"get", Path>] extends [never]
  ? Record<string, unknown>
  : OperationOf<"get", Path> extends { parameters: { query?: infer Asked } }
    ? Asked
    : never;

/** What a request carries. */
export type Body<M extends Method, Path extends string> = [OperationOf<M, Path>] extends [never]
  ? unknown
  : OperationOf<M, Path> extends { requestBody?: infer Carried }
    ? Json<NonNullable<Carried>>
    : never;

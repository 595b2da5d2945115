import { z } from "zod";
import { Channel, Choice, Goods, ModelRef } from "#contracts/order/parts.ts";
import { OrderStatus } from "#contracts/order/status.ts";
import { Finding } from "#contracts/pricing/finding.ts";
import { Price } from "#contracts/pricing/price.ts";
import { Unit } from "#contracts/pricing/unit.ts";

export type JsonSchema = Readonly<Record<string, unknown>>;

/** Names of the parts that bodies share; a body carries its own in its `meta`. */
const parts = { Channel, Choice, Finding, Goods, ModelRef, OrderStatus, Price, Unit };
for (const [id, schema] of Object.entries(parts)) z.globalRegistry.add(schema, { id });

type Override = NonNullable<NonNullable<Parameters<typeof z.toJSONSchema>[1]>["override"]>;

/** What zod writes and a reader of the document has no use for. */
const readable: Override = ({ zodSchema, jsonSchema }) => {
  // Answers may get fields later, so clients must not insist on those of today.
  const { def } = zodSchema._zod;
  if (def.type === "object" && !("catchall" in def && def.catchall)) delete jsonSchema.additionalProperties;
  // The format says the same as the pattern, which is a screenful.
  if (jsonSchema.format === "date-time") delete jsonSchema.pattern;
  // That integers fit into a double goes without saying.
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
};

/** zod points to `$defs` of each schema, nested ones too; the document has one place for all. */
const withComponentRefs = <T>(schema: T): T =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/'));

/** Turns zod schemas into the document's, gathering the named ones in `components`. */
export class Schemas {
  readonly components: Record<string, JsonSchema> = {};

  /** What clients send. */
  readonly input = (schema: z.ZodType): JsonSchema => this.#convert(schema, "input");

  /** What clients are answered. */
  readonly output = (schema: z.ZodType): JsonSchema => this.#convert(schema, "output");

  #convert(schema: z.ZodType, io: "input" | "output"): JsonSchema {
    const { $schema: _, $defs = {}, ...own } = z.toJSONSchema(schema, { io, override: readable });
    for (const [name, definition] of Object.entries(withComponentRefs($defs)))
      this.#keep(name, definition as JsonSchema);
    return withComponentRefs(own);
  }

  #keep(name: string, schema: JsonSchema): void {
    const known = this.components[name];
    if (known && !Bun.deepEquals(known, schema)) throw new Error(`two different schemas are called ${name}`);
    this.components[name] = schema;
  }
}

import { z } from "zod";

/** A command's schema: its type and its parameters, nothing else. */
export const command = <const Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.strictObject({ type: z.literal(type), ...shape });

/** An event's schema, version 1. Stored for ever: add a field, a type or a version, never rename or narrow one. */
export const event = <const Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  eventOfVersion(type, 1, shape);

/** A later version of an event's schema; the history of its aggregate raises the ones before it. */
export const eventOfVersion = <const Type extends string, const Version extends number, Shape extends z.ZodRawShape>(
  type: Type,
  version: Version,
  shape: Shape,
) => z.object({ type: z.literal(type), v: z.literal(version), at: z.iso.datetime(), ...shape });

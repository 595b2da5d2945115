/** Fields whose values never reach a log, at whatever depth: matched anywhere in the name. */
const secretName = /authorization|cookie|password|secret|token|api[-_]?key|access[-_]?key|e-?mail/i;
/** The same for pino's own redaction, which knows exact names only. */
export const secretNames = ["authorization", "cookie", "password", "secret", "token", "apiKey", "email"];
export const censor = "[redacted]";

/** Deeper than this nobody reads; it also ends cycles. */
const depthMax = 6;

/** What a log call was given, without secrets and without what could hold personal data. */
export function redactCall([first, ...rest]: readonly unknown[]): unknown[] {
  const safe = rest.map((argument) => redactValue(argument, 0));
  if (!(first instanceof Error)) return [redactValue(first, 0), ...safe];
  // Pino would take the error's message for the line's.
  return [{ err: redactError(first, 0) }, ...(safe.length > 0 ? safe : [first.name])];
}

function redactFields(fields: Record<string, unknown>, depth: number): Record<string, unknown> {
  const safe: Record<string, unknown> = {};
  for (const name in fields) safe[name] = secretName.test(name) ? censor : redactValue(fields[name], depth);
  return safe;
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value === "string") return redactText(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth === depthMax) return censor;
  if (value instanceof Error) return redactError(value, depth + 1);
  if (Array.isArray(value)) return value.map((item) => redactValue(item, depth + 1));
  if ("toJSON" in value && typeof value.toJSON === "function") return redactValue(value.toJSON(), depth + 1);
  return redactFields(value as Record<string, unknown>, depth + 1);
}

/** User and password of a URL, or the person in an address. Bounded, so that a long text costs no more than its length. */
const beforeAt = /(?<=:\/\/)\S{1,256}@|[^\s@/"'<>=(,]{1,256}@/g;

const redactText = (text: string): string => (text.includes("@") ? text.replaceAll(beforeAt, `${censor}@`) : text);

/**
 * An error as a log shows it. Its own further fields stay out: postgres.js puts rows' values into `detail`, and Elysia
 * the whole rejected value into the message of a failed validation.
 */
function redactError(error: Error, depth: number): Record<string, unknown> {
  const code = "code" in error ? error.code : undefined;
  return {
    type: error.name,
    ...(typeof code === "string" || typeof code === "number" ? { code } : {}),
    message: code === "VALIDATION" ? censor : redactText(error.message),
    // The first lines repeat the message.
    stack: error.stack
      ?.split("\n")
      .filter((line) => line.startsWith("    at "))
      .join("\n"),
    ...(error.cause === undefined ? {} : { cause: redactValue(error.cause, depth) }),
  };
}

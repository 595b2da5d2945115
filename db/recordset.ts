/** Postgres has no text with NUL, and a lone surrogate is no Unicode: both become U+FFFD. Applies to queries, too. */
export const storable = (text: string): string => text.toWellFormed().replaceAll("\0", "\uFFFD");

/**
 * Rows as the one text parameter of a statement: `FROM json_to_recordset(${recordset(rows)}::text::json) AS row(…)`.
 * (A parameter the server takes for json would be encoded twice.) Nested documents come encoded, as text.
 */
export const recordset = (rows: readonly object[]): string =>
  JSON.stringify(rows, (_, value) => (typeof value === "string" ? storable(value) : value));

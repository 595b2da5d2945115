import { Elysia } from "elysia";
import { type LedgerEntry, LedgerExportQuery } from "#contracts/api/workshop.ts";
import { type Ledger, listLedger } from "#db/mes/ledger.ts";
import { readable } from "../../database.ts";
import type { GatewayDeps } from "../../deps.ts";
import { ledgerEntry } from "../../mes/workshop/ledger.ts";
import { only } from "../../plugins/auth.ts";

const pageRows = 100;
const columns = ["entry", "at", "operator", "orderId", "kind", "amount", "currency", "reason", "by"] as const;

/** RFC 4180. A text that a spreadsheet would take for a formula is quoted as one. */
function cell(value: string | number | undefined): string {
  const text = String(value ?? "");
  const harmless = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

const formats = {
  jsonl: { type: "application/x-ndjson", head: "", line: (entry: LedgerEntry) => `${JSON.stringify(entry)}\n` },
  csv: {
    type: "text/csv; charset=utf-8",
    head: `${columns.join(",")}\r\n`,
    line: (entry: LedgerEntry) => `${columns.map((column) => cell(entry[column])).join(",")}\r\n`,
  },
} as const;

/** All pages of a ledger, as text; a page is asked for when its reader has taken the one before. */
async function* linesOf({ pools }: GatewayDeps, of: Pick<Ledger, "period" | "operator">, format: keyof typeof formats) {
  const { head, line } = formats[format];
  let after: string | undefined;
  let text: string = head;
  do {
    const page = await readable(listLedger(pools.mes, { ...of, after, limit: pageRows }));
    text += page.items.map((row) => line(ledgerEntry(row))).join("");
    if (text !== "") yield text;
    text = "";
    after = page.next;
  } while (after !== undefined);
}

/** The ledger of a month for whoever pays: a line for each entry. */
export const exportRoutes = (deps: GatewayDeps) =>
  new Elysia().use(only(deps.authenticate)).get(
    "/ledger",
    async ({ query: { period, operator, format } }) => {
      const lines = linesOf(deps, { period, operator }, format);
      // The first page before the status: a database that is away is said so.
      const first = await lines.next();
      const encoder = new TextEncoder();
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => {
          if (first.done) controller.close();
          else controller.enqueue(encoder.encode(first.value));
        },
        pull: async (controller) => {
          const next = await lines.next();
          if (next.done) controller.close();
          else controller.enqueue(encoder.encode(next.value));
        },
      });
      return new Response(first.done ? "" : body, { headers: { "content-type": formats[format].type } });
    },
    {
      query: LedgerExportQuery,
      detail: { summary: "Export the pay ledger of a month, as JSON lines or CSV", tags: ["Administration"] },
    },
  );

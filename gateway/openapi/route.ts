import type { AnyElysia } from "elysia";
import { z } from "zod";

/** A pointer to one of the document's components. */
export interface Ref {
  readonly $ref: string;
}

const methods = { GET: "get", POST: "post", DELETE: "delete" } as const;
export type Method = (typeof methods)[keyof typeof methods];
const isKnown = (method: string): method is keyof typeof methods => method in methods;

/** A served route as the document sees it. */
export interface Route {
  readonly method: Method;
  /** As OpenAPI writes it: /orders/{orderId}. */
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  /** Headers the route itself says it reads. */
  readonly headers: readonly Ref[];
  readonly params: z.ZodObject | undefined;
  readonly query: z.ZodObject | undefined;
  readonly body: z.ZodType | undefined;
  /** It resolves who asks before it does anything: see plugins/auth.ts. */
  readonly needsSignIn: boolean;
  /** The body is a model's file, not JSON. */
  readonly takesFile: boolean;
  readonly answers: readonly (readonly [status: number, schema: z.ZodType])[];
}

interface Hook {
  readonly subType?: string;
}

/** What of Elysia's own description is read here; it types none of it. */
interface Described {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
  readonly response?: Readonly<Record<string, unknown>>;
  readonly transform?: readonly Hook[];
  readonly beforeHandle?: readonly Hook[];
  readonly parse?: readonly { readonly fn: unknown }[];
  readonly detail?: {
    readonly summary?: string;
    readonly tags?: readonly string[];
    readonly parameters?: readonly Ref[];
    readonly hide?: boolean;
  };
}

/** The route's schema there, when it has one; objects are what paths and queries are. */
const schemaOf = (given: unknown) => (given instanceof z.ZodType ? given : undefined);
const objectOf = (given: unknown) => (given instanceof z.ZodObject ? given : undefined);

/** Only the plugin that asks who sends a request adds something to it. */
const asksWho = ({ transform = [], beforeHandle = [] }: Described): boolean =>
  [...transform, ...beforeHandle].some(({ subType }) => subType === "derive" || subType === "resolve");

function read(method: string, path: string, described: Described): Route {
  const { detail, response = {} } = described;
  const [tag] = detail?.tags ?? [];
  if (!isKnown(method) || !detail?.summary || !tag) {
    throw new Error(`${method} ${path} does not say what it is for: its detail wants a summary and a tag`);
  }
  return {
    method: methods[method],
    path: path.replace(/:(\w+)/g, "{$1}"),
    summary: detail.summary,
    tag,
    headers: detail.parameters ?? [],
    params: objectOf(described.params),
    query: objectOf(described.query),
    body: schemaOf(described.body),
    needsSignIn: asksWho(described),
    takesFile: described.parse?.some(({ fn }) => fn === "none") ?? false,
    answers: Object.entries(response).flatMap(([status, schema]) =>
      schema instanceof z.ZodType ? [[Number(status), schema] as const] : [],
    ),
  };
}

/** The routes of an app but for pages, which hide themselves. Throws when one does not say what it is for. */
export const describedRoutes = ({ routes }: Pick<AnyElysia, "routes">): Route[] =>
  routes
    .map(({ method, path, hooks }) => ({ method, path, described: hooks as Described }))
    .filter(({ described }) => !described.detail?.hide)
    .map(({ method, path, described }) => read(method, path, described));

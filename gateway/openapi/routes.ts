import { type AnyElysia, Elysia } from "elysia";
import { servePage } from "../web/page.ts";
import { documentOf } from "./document.ts";
import { referencePage } from "./reference/page.ts";
import { problemAnchor } from "./reference/problems.ts";

const detail = (summary: string) => ({ summary, tags: ["Reference"] });

/** The description of an app's routes, to read and to generate clients from. Use it last: it describes what is there. */
export function openapiRoutes(app: Pick<AnyElysia, "routes">) {
  // Routes are all there when the first request comes, and do not change afterwards.
  let described: ReturnType<typeof documentOf> | undefined;
  const document = () => {
    described ??= documentOf(app);
    return described;
  };
  const reference = servePage(() => referencePage(document()));
  return (
    new Elysia()
      .get(
        "/openapi",
        ({ headers, set }) => {
          set.headers["vary"] = "accept";
          return headers["accept"]?.includes("text/html") ? reference(set) : document();
        },
        { detail: detail("This reference: a page for browsers, the document for programs") },
      )
      // A problem's type is the address of its explanation.
      .get(
        "/problems/:area/:name",
        ({ params: { area, name }, redirect }) => redirect(`/openapi#${problemAnchor(`${area}/${name}`)}`),
        { detail: { hide: true } },
      )
      .get("/openapi/json", document, { detail: detail("The OpenAPI 3.1 document") })
  );
}

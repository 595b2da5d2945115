import { z } from "zod";
import { UserError } from "#dev/user-error.ts";
import { type Api, apiClient, expectOk } from "../client/api.ts";

/** Everybody who has a part in an order's life. */
export interface Cast {
  readonly customer: Api;
  readonly seller: Api;
  readonly operator: Api;
  readonly carrier: Api;
}

const SignIns = z.object({
  customer: z.string(),
  seller: z.string(),
  operator: z.string(),
  carrier: z.string(),
});

/** Signs the demonstration's people in. Throws UserError when there is no such stack. */
export async function castOf(url: string): Promise<Cast> {
  const answer = await apiClient(url)
    .get("/demo/sign-ins")
    .catch(() => undefined);
  if (!answer) throw new UserError(`Nothing answers at ${url}; start a stack with ./bezel up, or name one with --url.`);
  if (answer.status === 404) throw new UserError(`${url} is not a demonstration, so it hands out no sign-ins.`);
  const tokens = SignIns.parse(expectOk(answer));
  const as = (credential: string) => apiClient(url, credential);
  return {
    customer: as(tokens.customer),
    seller: as(tokens.seller),
    operator: as(tokens.operator),
    carrier: as(tokens.carrier),
  };
}

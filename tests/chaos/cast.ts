import { apiClient, expectOk } from "#dev/client/api.ts";
import { ringStl } from "#dev/models/ring.ts";
import type { Person } from "./client.ts";
import type { Installation } from "./installation.ts";

/** Everybody who moves orders, and the model that partners order from. */
export interface Cast {
  readonly customer: Person;
  readonly partner: Person;
  readonly seller: Person;
  readonly operators: readonly [Person, Person];
  readonly modelId: string;
}

/** Signs everybody in, and uploads one small model. */
export async function castOf(installation: Installation): Promise<Cast> {
  const url = installation.urls[0] ?? "";
  const person = async (who: string): Promise<Person> => {
    const { user: email, secret: password } = installation.signIn(who);
    const { id, token } = expectOk(await apiClient(url).post("/auth/v1/sign-in", { email, password }));
    return { id, credential: token };
  };
  const { user: id, secret: credential } = installation.signIn("Demo partner");
  const model = ringStl({ majorMm: 9, minorMm: 1.2, segments: 24 });
  const upload = apiClient(url, credential).upload("/partner/v1/models", model, { "idempotency-key": "the-model" });
  return {
    customer: await person("Demo customer"),
    partner: { id, credential },
    seller: await person("Demo seller"),
    operators: [await person("Demo operator 1"), await person("Demo operator 2")],
    modelId: expectOk(await upload).modelId,
  };
}

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { session, signIn } from "./session.ts";

interface Known {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** People of a demonstration; an installation for work knows nothing of them. */
const demoOperators = (): Promise<readonly Known[]> =>
  fetch("/demo/operators").then((response) => (response.ok ? response.json() : []));

const textOf = (data: FormData, name: string): string => String(data.get(name) ?? "");

export function SignInView() {
  const busy = useSignal(false);
  const known = useSignal<readonly Known[]>([]);
  useEffect(() => {
    demoOperators().then(
      (operators) => {
        known.value = operators;
      },
      () => {},
    );
  }, []);
  const enter = async (email: string, password: string) => {
    busy.value = true;
    await signIn(email, password);
    busy.value = false;
  };
  const submit = (event: SubmitEvent & { readonly currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    void enter(textOf(data, "email"), textOf(data, "password"));
  };
  const { value } = session;
  return (
    <main class="sign-in">
      <h1>The board</h1>
      <p class="about">Sign in to take orders, make them, pack them and hand them over.</p>
      <form onSubmit={submit}>
        <label>
          E-mail address
          <input name="email" type="email" autocomplete="username" required />
        </label>
        <label>
          Password
          <input name="password" type="password" autocomplete="current-password" required />
        </label>
        <button type="submit" class="primary" disabled={busy.value}>
          Sign in
        </button>
        <p class="why" role="alert">
          {value.state === "out" && value.why}
        </p>
      </form>
      {known.value.length > 0 && (
        <section aria-label="Operators of this demonstration">
          <p class="about">This is a demonstration. Sign in as</p>
          {known.value.map(({ name, email, password }) => (
            <button key={email} type="button" disabled={busy.value} onClick={() => void enter(email, password)}>
              {name}
            </button>
          ))}
        </section>
      )}
    </main>
  );
}

import { useEffect, useRef } from "preact/hooks";
import { others, steps } from "../actions/verbs.ts";
import { helpShown, lettersOn, switchLetters } from "./keys.ts";

const keys: readonly (readonly [string, string])[] = [
  ["J, K or the arrows", "the next order, the one before"],
  ...[...steps, ...others].flatMap(({ key, label }) =>
    key ? [[key.toUpperCase(), `${label} the chosen order`] as const] : [],
  ),
  ["/", "search"],
  ["M", "show where the time goes"],
  ["?", "this list"],
];

/** The keys of the board, and the way to switch them off. */
export function HelpView() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (helpShown.value) dialog.current?.showModal();
    else dialog.current?.close();
  }, [helpShown.value]);
  const close = () => {
    helpShown.value = false;
  };
  return (
    <dialog ref={dialog} aria-labelledby="help-title" onClose={close}>
      <h2 id="help-title">Keys</h2>
      <dl class="keys">
        {keys.map(([key, words]) => (
          <div key={key}>
            <dt>{key}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <label class="check">
        <input
          type="checkbox"
          checked={lettersOn.value}
          onChange={({ currentTarget }) => switchLetters(currentTarget.checked)}
        />
        Letters do this
      </label>
      <p class="buttons">
        <button type="button" class="primary" onClick={close}>
          Close
        </button>
      </p>
    </dialog>
  );
}

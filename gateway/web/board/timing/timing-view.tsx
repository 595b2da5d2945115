import { calls, renderMs, timesShown } from "./timings.ts";

const ms = (value: number | undefined): string => (value === undefined ? "not told" : `${value.toFixed(0)} ms`);

/** Where the time went: on the way, on the server, on the screen. */
export function TimingView() {
  if (!timesShown.value) return null;
  return (
    <section class="times" aria-label="Times">
      <table>
        <caption>
          Longest of the last drawings: <b>{ms(renderMs.value)}</b>
        </caption>
        <thead>
          <tr>
            <th scope="col">Call</th>
            <th scope="col">Network</th>
            <th scope="col">Server</th>
          </tr>
        </thead>
        <tbody>
          {calls.value.map(({ what, networkMs, serverMs }, i) => (
            <tr key={calls.value.length - i}>
              <th scope="row">{what}</th>
              <td>{ms(networkMs)}</td>
              <td>{ms(serverMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

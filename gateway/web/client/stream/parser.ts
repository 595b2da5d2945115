/** One server-sent event. A frame without data only moves the id. */
export interface Frame {
  readonly id?: string;
  readonly event?: string;
  readonly data?: string;
}

/** What a piece of a stream held. */
export interface Heard {
  readonly frames: readonly Frame[];
  /** What the server wants clients to wait before they come back, ms. */
  readonly retryMs?: number;
}

/**
 * Reads the lines of an event stream (https://html.spec.whatwg.org/multipage/server-sent-events.html) as they come, in
 * pieces cut anywhere. Unlike EventSource it also gives frames without data, whose ids feeds use to move clients on.
 */
export class FrameParser {
  #rest = "";
  #fields: Record<string, string> = {};

  push(text: string): Heard {
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? "";
    const frames: Frame[] = [];
    let retry: { retryMs?: number } = {};
    for (const line of lines) {
      if (line === "") this.#finish(frames);
      else if (/^retry: ?\d+$/.test(line)) retry = { retryMs: Number(line.slice(6)) };
      else this.#keep(line);
    }
    return { frames, ...retry };
  }

  #keep(line: string): void {
    const [, name = "", value = ""] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? [];
    if (name === "data" && this.#fields["data"] !== undefined) this.#fields["data"] += `\n${value}`;
    else if (["id", "event", "data"].includes(name)) this.#fields[name] = value;
  }

  #finish(frames: Frame[]): void {
    if (Object.keys(this.#fields).length > 0) frames.push(this.#fields);
    this.#fields = {};
  }
}

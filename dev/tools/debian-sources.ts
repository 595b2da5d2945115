/**
 * The address this machine takes its own Debian packages from: the first archive in apt's sources (of either format)
 * that offers `suite`, the release that is installed.
 */
export function debianMirror(sources: readonly string[], suite: string): string | undefined {
  return sources.flatMap((text) => [...stanzas(text), ...lines(text)]).find(({ suites }) => suites.includes(suite))
    ?.uri;
}

interface Source {
  uri: string;
  suites: string[];
}

/** Deb822: paragraphs of `Field: value`. */
function stanzas(text: string): Source[] {
  return text.split(/\n\s*\n/).flatMap((paragraph) => {
    const field = (name: string) =>
      new RegExp(`^${name}:\\s*(.+)$`, "mi").exec(paragraph)?.[1]?.trim().split(/\s+/) ?? [];
    const enabled = field("Enabled")[0] !== "no" && field("Types").includes("deb");
    return enabled ? field("URIs").map((uri) => ({ uri, suites: field("Suites") })) : [];
  });
}

/** One line each: `deb [options] uri suite components`. */
function lines(text: string): Source[] {
  return text.split("\n").flatMap((line) => {
    const [, uri, suite] = /^deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+(\S+)/.exec(line.trim()) ?? [];
    return uri && suite ? [{ uri, suites: [suite] }] : [];
  });
}

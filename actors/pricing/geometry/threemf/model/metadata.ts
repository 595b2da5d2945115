import { invalid } from "../package/small-xml.ts";

/** What the core specification gives a meaning; other names need the prefix of a namespace. */
const knownNames: readonly string[] = [
  ...["Title", "Designer", "Description", "Copyright", "LicenseTerms", "Rating", "CreationDate", "ModificationDate"],
  "Application",
];
const consortium = /^http:\/\/(schemas\.(microsoft|openxmlformats|3mf)\.(com|org|io)\/|www\.w3\.org\/)/;

/** The metadata of a model by their names. */
export class ModelMetadata {
  private readonly names = new Set<string>();

  constructor(private readonly namespaces: Readonly<Record<string, string>>) {}

  add(name: string | undefined): void {
    if (!name) throw invalid("a metadata has no name");
    if (this.names.has(name)) throw invalid("two metadata have the same name");
    this.names.add(name);
    const [prefix, local] = name.split(":");
    if (local !== undefined && prefix !== undefined) {
      if (this.namespaces[prefix] === undefined)
        throw invalid("a metadata has a prefix that the model does not declare");
    } else if (!knownNames.includes(name) && !this.isOfVendor) {
      throw invalid(`a metadata has the unknown name ${name.slice(0, 40)}`);
    }
  }

  /** Slicers that bring a namespace write names of their own without its prefix, which does no harm. */
  private get isOfVendor(): boolean {
    return Object.values(this.namespaces).some((uri) => uri !== "" && !consortium.test(uri));
  }
}

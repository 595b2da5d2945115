/** Begins anew with every digest; to make one for each text takes twice as long. */
const hasher = new Bun.CryptoHasher("sha256");

/** The SHA-256 of a text. */
export const sha256 = (text: string): Buffer => hasher.update(text).digest();

/** Four numbers for each of the fingerprint's two hashes. */
export type FingerprintKeys = Uint32Array;

export const keyCount = 8;

/** Makes keys of any eight numbers: odd in both halves, so that no multiplication loses bits. */
export const fingerprintKeys = (seeds: Uint32Array): FingerprintKeys => seeds.map((seed) => seed | 0x0001_0001);

/** New in every process: whoever knew the keys could make an open surface whose fingerprint says closed. */
export const processKeys = fingerprintKeys(crypto.getRandomValues(new Uint32Array(keyCount)));

export const coreUri = "http://schemas.microsoft.com/3dmanufacturing/core/2015/02";
export const materialUri = "http://schemas.microsoft.com/3dmanufacturing/material/2015/02";
export const productionUri = "http://schemas.microsoft.com/3dmanufacturing/production/2015/06";
export const beamLatticeUri = "http://schemas.microsoft.com/3dmanufacturing/beamlattice/2017/02";
const triangleSetsUri = "http://schemas.microsoft.com/3dmanufacturing/trianglesets/2021/07";
export const xmlUri = "http://www.w3.org/XML/1998/namespace";
export const schemaInstanceUri = "http://www.w3.org/2001/XMLSchema-instance";

/** What a file may require of its reader. */
export const supportedUris: readonly string[] = [coreUri, materialUri, productionUri, triangleSetsUri];

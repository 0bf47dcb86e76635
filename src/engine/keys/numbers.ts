// Whole numbers of any size, for checks of keys. Not in constant time: for public numbers, and for the look that an
// imported private key gets once. Signing is the crypto library's.

/** Big-endian bytes as a number. */
export function numberOf(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${hexOf(bytes)}`);
}

/** Little-endian bytes as a number (RFC 8032). */
export function littleEndian(bytes: Uint8Array): bigint {
  return numberOf(Uint8Array.from(bytes).reverse());
}

/** The remainder, never below zero. */
export function modulo(value: bigint, modulus: bigint): bigint {
  const rest = value % modulus;
  return rest < 0n ? rest + modulus : rest;
}

/** base ^ exponent, modulo the modulus. */
export function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let square = modulo(base, modulus);
  for (let left = exponent; left > 0n; left >>= 1n) {
    if ((left & 1n) === 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}

import { randomInt } from 'node:crypto'

/** Without signs that are taken for one another when read aloud or from paper. */
const signs = 'abcdefghjkmnpqrstuvwxyz23456789'

/** Made by the server, shown once, changed at the first sign-in: 16 signs, 79 bits. */
export function newOneTimePassword(): string {
  return Array.from({ length: 4 }, () => randomSigns(4)).join('-')
}

/** In place of a code of the second factor, each good once: 10 signs, 49 bits. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: 10 }, () => randomSigns(10))
}

function randomSigns(count: number): string {
  return Array.from({ length: count }, () => signs[randomInt(signs.length)]).join('')
}

/** The last branch of a switch over a union: the compiler refuses it while a kind is not handled. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled kind: ${JSON.stringify(value)}`)
}

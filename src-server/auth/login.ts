/** Logins that differ by case, width or surrounding spaces only are one. */
export function foldLogin(login: string): string {
  return login.normalize('NFKC').trim().toLowerCase()
}

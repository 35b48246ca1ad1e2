import type { UserRecord } from '#shared/domain/people/user.ts'

/** Users whose name or login holds every word that was typed. */
export function findUsers(users: readonly UserRecord[], typed: string): UserRecord[] {
  const words = typed.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  return users.filter(({ name, login }) => {
    const text = `${name} ${login}`.toLocaleLowerCase()
    return words.every((word) => text.includes(word))
  })
}

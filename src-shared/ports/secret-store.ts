/** Passwords, encrypted by the operating system where it can. */
export interface SecretStore {
  /** False: secrets live in memory for this run only, and the interface says so. */
  readonly persists: boolean
  read(name: string): Promise<string | undefined>
  write(name: string, value: string): Promise<void>
  remove(name: string): Promise<void>
}

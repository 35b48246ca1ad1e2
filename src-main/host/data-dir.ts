import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where this person's data lives by the platform's custom. */
export function dataDirOf(platform: NodeJS.Platform, env: NodeJS.ProcessEnv, home = homedir()): string {
  if (platform === 'win32') return join(env.APPDATA || join(home, 'AppData/Roaming'), 'Dzvin')
  if (platform === 'darwin') return join(home, 'Library/Application Support/Dzvin')
  return join(env.XDG_DATA_HOME || join(home, '.local/share'), 'dzvin')
}

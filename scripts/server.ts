import { root } from './run-program.ts'

// The server runs from its sources; its settings come from the environment, what else it can do from the words after --.
process.chdir(root)
await import('../src-server/main.ts')

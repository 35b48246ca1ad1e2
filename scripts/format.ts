import { runBiome } from './biome.ts'

process.exitCode = await runBiome(['format', '--write', '.'])

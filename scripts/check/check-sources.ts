import { runBiome } from '../biome.ts'
import { reportBoundaries } from '../boundaries/report-boundaries.ts'
import { root, runTool } from '../run-program.ts'

/** Types, format, lint and room boundaries; all are run, so that one round shows everything. */
export async function checkSources(): Promise<boolean> {
  console.log('Checking types ...')
  const types = await runTool('typescript/bin/tsc', ['-b'])
  console.log('Checking format and lint ...')
  const lint = await runBiome(['check', '--assist-enabled=false', '--error-on-warnings', '.'])
  const boundaries = reportBoundaries(root)
  return types === 0 && lint === 0 && boundaries
}

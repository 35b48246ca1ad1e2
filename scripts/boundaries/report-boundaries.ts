import { findViolations } from './find-violations.ts'

/** Prints what breaks the import table; false if anything does, or if nothing was read. */
export function reportBoundaries(root: string): boolean {
  const { modules, violations } = findViolations(root)
  for (const violation of violations) console.error(violation)
  console.log(`Boundaries: ${modules} modules, ${violations.length} violations.`)
  return modules > 0 && violations.length === 0
}

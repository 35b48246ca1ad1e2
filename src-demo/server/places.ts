import { create, type DemoRow } from '../customers/demo-row.ts'

/** So many customers in a row belong together: households and switchboards stay in one territory, but for the one at its edge. */
const neighbours = 8

export const territoryIds: readonly string[] = Array.from({ length: 6 }, (_, index) => `territory-${index + 1}`)

/** Where the `index`-th customer belongs. */
export function territoryOf(index: number): string {
  return territoryIds[Math.floor(index / neighbours) % territoryIds.length]!
}

export function placeRows(): DemoRow[] {
  return [
    ...territoryIds.map((id, index) => create('territories', id, { name: `Територія ${index + 1}` })),
    create('offices', 'office-1', { name: 'Центральний офіс', city: 'Київ' }),
    create('offices', 'office-2', { name: 'Польовий офіс 1', city: 'Полтава' }),
    create('teams', 'team-1', { name: 'Команда 1', officeId: 'office-1' }),
    create('teams', 'team-2', { name: 'Команда 2', officeId: 'office-1' }),
    create('teams', 'team-3', { name: 'Виїзна команда', officeId: 'office-2' }),
  ]
}

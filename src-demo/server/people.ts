import type { Role } from '#shared/domain/people/role.ts'
import type { Fields } from '#shared/entities/entities.ts'
import { create, type DemoRow } from '../customers/demo-row.ts'
import { territoryIds } from './places.ts'

/** The names that the history's interactions carry: see `agentName` of the generator. */
const operators = 12

export interface DemoPerson {
  readonly id: string
  readonly fields: Fields<'users'>
}

const logins: Readonly<Record<Role, string>> = {
  operator: 'operator',
  supervisor: 'supervisor',
  'field-office': 'field',
  analyst: 'analyst',
  administrator: 'admin',
}

/** Everybody of the demo; those of one role differ by their number alone, so that nobody takes them for real. */
export const demoPeople: readonly DemoPerson[] = [
  ...Array.from({ length: operators }, (_, index) =>
    person('operator', 'Оператор', index + 1, { officeId: 'office-1', teamId: `team-${1 + (index % 2)}` }),
  ),
  person('supervisor', 'Супервізор', 1, { officeId: 'office-1', teamId: 'team-1' }),
  person('supervisor', 'Супервізор', 2, { officeId: 'office-1', teamId: 'team-2' }),
  person('field-office', 'Польовий працівник', 1, {
    officeId: 'office-2',
    teamId: 'team-3',
    territoryIds: territoryIds.slice(0, 1),
  }),
  person('analyst', 'Аналітик', 1, { officeId: 'office-1' }),
  person('administrator', 'Адміністратор', 1, { officeId: 'office-1' }),
]

function person(role: Role, title: string, nth: number, more: Partial<Fields<'users'>>): DemoPerson {
  const login = `${logins[role]}${nth}`
  return {
    id: `user-${login}`,
    fields: {
      login,
      name: `${title} ${nth}`,
      role,
      active: true,
      officeId: null,
      teamId: null,
      territoryIds: [...territoryIds],
      homeTerritoryId: territoryIds[0]!,
      ...more,
    },
  }
}

export function peopleRows(): DemoRow[] {
  return demoPeople.map(({ id, fields }) => create('users', id, fields))
}

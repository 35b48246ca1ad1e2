import { useMemo } from 'react'
import type { Role } from '#shared/domain/people/role.ts'
import { type EntityName, entities } from '#shared/entities/entities.ts'
import { changesField, columnOf, may, type NamedEntity, seesField } from '#shared/sync/rights.ts'
import { useAppState } from './state.ts'

/** What the person at this desk may see and change. Only for showing: the server decides for itself. */
export interface Rights {
  /** False: the value comes masked. */
  sees(entity: EntityName, field: string): boolean
  changes(entity: EntityName, field: string): boolean
  creates(entity: EntityName): boolean
  removes(entity: EntityName): boolean
}

export function rightsOf(role: Role | undefined): Rights {
  if (!role) return everything
  const sees = (name: EntityName, field: string) => {
    const entity: NamedEntity = entities[name]
    const column = columnOf(entity, field)
    return may({ role }, 'see', entity) && (!column || seesField(role, column))
  }
  return {
    sees,
    changes: (name, field) => {
      const entity: NamedEntity = entities[name]
      const column = columnOf(entity, field)
      return sees(name, field) && may({ role }, 'change', entity) && (!column || changesField(role, column))
    },
    creates: (name) => may({ role }, 'create', entities[name]),
    removes: (name) => may({ role }, 'remove', entities[name]),
  }
}

const everything: Rights = { sees: () => true, changes: () => true, creates: () => true, removes: () => true }

/** Of the role that is signed in; where nobody signs in, everything is allowed. */
export function useRights(): Rights {
  const role = useAppState(({ session }) => (session?.kind === 'signed-in' ? session.user.role : undefined))
  return useMemo(() => rightsOf(role), [role])
}

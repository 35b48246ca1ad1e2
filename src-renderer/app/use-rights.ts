import { useMemo } from 'react'
import type { Role } from '#shared/domain/people/role.ts'
import type { Entity } from '#shared/entities/define-entity.ts'
import { type EntityName, entities } from '#shared/entities/entities.ts'
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
  const may = (roles: readonly Role[]) => role === undefined || roles.includes(role)
  const entityOf = (name: EntityName): Entity => entities[name]
  const sees = (name: EntityName, field: string) => {
    const { access, columns } = entityOf(name)
    return may(access.see) && may(columns[field]?.rights?.see ?? access.see)
  }
  return {
    sees,
    changes: (name, field) => {
      const { access, columns } = entityOf(name)
      return sees(name, field) && may(access.change) && may(columns[field]?.rights?.change ?? access.change)
    },
    creates: (name) => may(entityOf(name).access.create),
    removes: (name) => may(entityOf(name).access.remove),
  }
}

/** Of the role that is signed in; where nobody signs in, everything is allowed. */
export function useRights(): Rights {
  const role = useAppState(({ session }) => (session?.kind === 'signed-in' ? session.user.role : undefined))
  return useMemo(() => rightsOf(role), [role])
}

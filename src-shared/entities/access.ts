import { allRoles, type Role } from '../domain/people/role.ts'
import { type Access, everyone } from './define-entity.ts'

export const nobody: readonly Role[] = []
export const administrators: readonly Role[] = ['administrator']
export const managers: readonly Role[] = ['supervisor', 'administrator']
/** Those who serve customers. */
export const servants: readonly Role[] = ['operator', 'supervisor', 'field-office', 'administrator']
/** Those who sign agreements with them. */
export const office: readonly Role[] = ['supervisor', 'field-office', 'administrator']

/** The daily work with a customer: all see it, analysts change nothing. */
export const work: Omit<Access, 'within'> = { see: allRoles, create: servants, change: servants, remove: servants }
/** Small tables that everybody reads and administrators keep. */
export const catalogue: Access = {
  within: everyone,
  see: allRoles,
  create: administrators,
  change: administrators,
  remove: administrators,
}

import { z } from 'zod'

/** What a person is here for; rights are given to roles, rows to territories. */
export const role = z.enum(['operator', 'supervisor', 'field-office', 'analyst', 'administrator'])
export type Role = z.infer<typeof role>
export const allRoles: readonly Role[] = role.options

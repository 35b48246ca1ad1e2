import type { CaseRecord } from '#shared/domain/customer/customer.ts'

export const caseFilters = ['active', 'overdue', 'solved', 'all'] as const
export type CaseFilter = (typeof caseFilters)[number]

export function isOverdue(record: CaseRecord, nowMs: number): boolean {
  return isActive(record) && record.dueAtMs !== undefined && record.dueAtMs <= nowMs
}

export function filterCases(cases: readonly CaseRecord[], filter: CaseFilter, nowMs: number): CaseRecord[] {
  switch (filter) {
    case 'active':
      return cases.filter(isActive)
    case 'overdue':
      return cases.filter((record) => isOverdue(record, nowMs))
    case 'solved':
      return cases.filter((record) => !isActive(record))
    case 'all':
      return [...cases]
  }
}

function isActive({ status }: CaseRecord): boolean {
  return status === 'open' || status === 'waiting'
}

export { FieldInput } from './field-input.tsx'
export { SyncBadge } from './sync-badge.tsx'
export { WhileAwaySheet } from './while-away-sheet.tsx'

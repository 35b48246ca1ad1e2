export { dropDrafts, useDrafts } from './drafts.ts'
export { NoteBox } from './note-box.tsx'
export { ScriptPanel } from './script-panel.tsx'
export { usePageKeys } from './use-page-keys.ts'

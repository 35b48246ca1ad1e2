export { CasesView } from './cases-view.tsx'

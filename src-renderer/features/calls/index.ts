export { CallsView } from './calls-view.tsx'

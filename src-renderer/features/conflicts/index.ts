export { ConflictsView } from './conflicts-view.tsx'

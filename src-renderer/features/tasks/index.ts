export { TasksView } from './tasks-view.tsx'

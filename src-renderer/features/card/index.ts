export { CustomerCardView } from './customer-card-view.tsx'
export { DueText } from './due-text.tsx'
export { WorkspaceView } from './workspace-view.tsx'

export { DiagnosticsView } from './diagnostics-view.tsx'

export { WrapUpPanel } from './wrap-up-panel.tsx'

export { CustomerChooser } from './customer-chooser.tsx'
export { CustomerSearchBox } from './customer-search-box.tsx'

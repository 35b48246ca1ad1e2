export { CommandPalette } from './command-palette.tsx'
export { CustomerChooser } from './customer-chooser.tsx'
export { CustomerSearchBox } from './customer-search-box.tsx'
export { CustomersView } from './customers-view.tsx'

export { AccountMenu } from './account-menu.tsx'
export { NewPasswordPage } from './new-password-page.tsx'

import type { PageRole } from '#shared/contract/wire.ts'

/** Our pages have a scheme of their own: nothing else is served by it, and it reaches no file beside the pages. */
export const pageScheme = 'app'
export const pageOrigin = `${pageScheme}://dzvin`

const paths: Readonly<Record<PageRole, string>> = { ui: '/index.html', media: '/media.html' }

export function pageAddress(role: PageRole): string {
  return pageOrigin + paths[role]
}

/** Whether an address is one of our pages; with `role`, that page. Compared by parts, as `app://dzvin.evil` begins alike. */
export function isOurPage(address: string, role?: PageRole): boolean {
  const url = URL.parse(address)
  if (!url || `${url.protocol}//${url.host}` !== pageOrigin || url.username || url.password) return false
  return role ? url.pathname === paths[role] : true
}

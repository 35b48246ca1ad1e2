import { useEffect } from 'react'
import type { Settings } from '#shared/domain/settings/settings.ts'

/** Puts the theme on the page; `system` follows the system while it runs. */
export function useTheme(theme: Settings['theme']): void {
  useEffect(() => {
    const page = document.documentElement
    if (theme !== 'system') {
      page.dataset.theme = theme
      return
    }
    const dark = window.matchMedia('(prefers-color-scheme: dark)')
    const follow = () => {
      page.dataset.theme = dark.matches ? 'dark' : 'light'
    }
    follow()
    dark.addEventListener('change', follow)
    return () => dark.removeEventListener('change', follow)
  }, [theme])
}

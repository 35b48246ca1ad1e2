import { readFile } from 'node:fs/promises'
import type { PageFile } from '../pages/page-files.ts'
import { pageHeaders } from '../pages/page-policy.ts'
import type { ElectronParts } from './electron-parts.ts'
import { isOurPage, pageScheme } from './page-address.ts'

/** Serves the built pages at `app://dzvin/`, and nothing else. */
export function servePageProtocol({ protocol }: ElectronParts, files: ReadonlyMap<string, PageFile>): void {
  protocol.handle(pageScheme, async (request) => {
    const url = URL.parse(request.url)
    const file = url && isOurPage(request.url) && request.method === 'GET' ? files.get(url.pathname) : undefined
    if (!url || !file) return new Response('No such page', { status: 404 })
    return new Response(await readFile(file.path), { headers: pageHeaders(url.pathname, file) })
  })
}

import type { PageFile } from './page-files.ts'

/**
 * The headers every page file is served with. `connect`: where the page may connect to beside its own origin.
 * Styles may be inline because the component library writes style elements and attributes; scripts may not.
 * Only the media page may be framed, and only by our own page.
 */
export function pageHeaders(url: string, file: PageFile, connect: readonly string[] = []): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "media-src 'self' data: blob:",
    ["connect-src 'self'", ...connect].join(' '),
    "worker-src 'self'",
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${url === '/media.html' ? "'self'" : "'none'"}`,
  ].join('; ')
  return {
    'Content-Type': file.type,
    'Cache-Control': file.immutable ? 'private, max-age=31536000, immutable' : 'no-store',
    'Content-Security-Policy': policy,
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'microphone=(self), speaker-selection=(self), camera=(), geolocation=(), usb=(), payment=()',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  }
}

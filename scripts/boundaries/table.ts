/** Who may import whom: the import table of ARCHITECTURE.md as data. Paths are prefixes from the repository's root. */

/** The only places that may import a package. A package that is not here may be imported nowhere in the product. */
export const packageHomes: Readonly<Record<string, readonly string[]>> = {
  zod: ['src-shared/', 'src-demo/', 'src-main/', 'src-server/', 'src-renderer/'],
  'libphonenumber-js': ['src-shared/domain/number/'],
  liquidjs: ['src-shared/domain/script/'],
  electron: ['src-main/electron/'],
  'sip.js': ['src-main/telephony/'],
  werift: ['src-main/telephony/demo-line/'],
  ws: ['src-main/telephony/', 'src-main/browser/', 'src-main/sync/'],
  'better-sqlite3-multiple-ciphers': ['src-main/store/'],
  '@faker-js/faker': ['src-demo/customers/'],
  pino: ['src-system/'],
  fastify: ['src-server/http/'],
  'fastify-type-provider-zod': ['src-server/http/'],
  '@fastify/swagger': ['src-server/http/'],
  '@fastify/swagger-ui': ['src-server/http/'],
  '@fastify/helmet': ['src-server/http/'],
  '@fastify/rate-limit': ['src-server/http/'],
  '@fastify/websocket': ['src-server/http/'],
  '@nats-io/transport-node': ['src-server/realtime/'],
  pg: ['src-server/store/'],
  '@electric-sql/pglite': ['src-server/store/'],
  jose: ['src-server/auth/'],
  'openid-client': ['src-server/auth/'],
  'oidc-provider': ['src-server/auth/testing/'],
  otpauth: ['src-server/auth/'],
  '@node-rs/argon2': ['src-server/auth/', 'src-main/session/'],
  'prom-client': ['src-server/system/'],
  uqr: ['src-renderer/features/account/'],
  react: ['src-renderer/main.tsx', 'src-renderer/app/', 'src-renderer/features/', 'src-renderer/kit/'],
  'react-dom': ['src-renderer/main.tsx', 'src-renderer/app/'],
  'react-aria-components': ['src-renderer/kit/', 'src-renderer/features/', 'src-renderer/app/'],
  '@internationalized/date': ['src-renderer/kit/', 'src-renderer/features/'],
  '@tanstack/react-table': ['src-renderer/kit/', 'src-renderer/features/'],
  '@tanstack/react-virtual': ['src-renderer/kit/', 'src-renderer/features/'],
  'lucide-react': ['src-renderer/kit/', 'src-renderer/features/', 'src-renderer/app/'],
  '@fontsource-variable/inter': ['src-renderer/kit/', 'src-renderer/app/'],
  i18next: ['src-renderer/app/', 'src-renderer/features/'],
  'react-i18next': ['src-renderer/'],
  zustand: ['src-renderer/app/', 'src-renderer/features/'],
}

/** What a test beside its source may import on top. */
export const testPackages = ['vitest', 'jsdom', '@testing-library/', '@axe-core/', '@playwright/test']

interface Room {
  /** Files of the room. */
  readonly from: string
  /** What they may import beside their own room: prefixes, or exact files. */
  readonly may: readonly string[]
  /** Node's own modules. */
  readonly node: boolean
}

const shared = 'src-shared/'
const system = 'src-system/'
/** What a host builds on: the contract's server, what both hosts share, the system, and the whole desktop. */
const hostMay = [shared, 'src-main/pages/', 'src-main/host/', system, 'src-main/compose.ts']

/** What the app's shell offers to features beside its hooks; none of these imports a feature. */
const offeredByApp = [
  'failure-text.ts',
  'format.ts',
  'i18n.ts',
  'query-view.tsx',
  'running-time.tsx',
  'shortcuts.ts',
  'view-state.ts',
].map((name) => `src-renderer/app/${name}`)

/** The longest `from` that fits decides. */
export const rooms: readonly Room[] = [
  { from: shared, may: [], node: false },
  { from: system, may: [shared], node: true },
  { from: 'src-demo/', may: [shared], node: true },
  { from: 'src-server/main.ts', may: [shared, system, 'src-server/'], node: true },
  { from: 'src-server/compose.ts', may: [shared, system, 'src-server/', 'src-demo/'], node: true },
  { from: 'src-server/', may: [shared, system, 'src-server/'], node: true },
  { from: 'src-main/compose.ts', may: [shared, system, 'src-main/'], node: true },
  { from: 'src-main/compose-desk.ts', may: [shared, system, 'src-main/'], node: true },
  { from: 'src-main/electron/', may: hostMay, node: true },
  { from: 'src-main/browser/', may: hostMay, node: true },
  { from: 'src-main/host/', may: [shared], node: true },
  { from: 'src-main/pages/', may: [shared], node: true },
  { from: 'src-main/media-link/', may: [shared], node: true },
  { from: 'src-main/telephony/', may: [shared], node: true },
  // The worker makes the demo's rows itself: only small messages cross threads.
  { from: 'src-main/store/', may: [shared], node: true },
  {
    from: 'src-main/store/writer-worker.ts',
    may: [shared, 'src-main/store/', 'src-system/uuid-v7.ts', 'src-demo/customers/generate.ts'],
    node: true,
  },
  { from: 'src-main/sync/', may: [shared], node: true },
  { from: 'src-main/session/', may: [shared], node: true },
  // The use cases are the handlers and sources that the contract's server is given.
  { from: 'src-main/app/', may: [shared, 'src-main/pages/handlers.ts', 'src-main/pages/stream-sources.ts'], node: true },
  { from: 'src-renderer/kit/', may: [shared], node: false },
  { from: 'src-renderer/media/', may: [shared, 'src-renderer/app/connect-wire.ts', 'resources/'], node: false },
  { from: 'src-renderer/main.tsx', may: [shared, 'src-renderer/'], node: false },
  { from: 'src-renderer/app/', may: [shared, 'src-renderer/', 'resources/'], node: false },
  // Of another feature only its index; of the app the bridge, the state, the hooks over them, and wording.
  {
    from: 'src-renderer/features/*/',
    may: [
      shared,
      'src-renderer/kit/',
      'src-renderer/app/bridge.ts',
      'src-renderer/app/state.ts',
      'src-renderer/app/use-*',
      ...offeredByApp,
      'src-renderer/features/*/index.ts',
    ],
    node: false,
  },
]

/** What the browser offers, and the only place that may touch it. */
export const globalHomes: readonly { readonly words: RegExp; readonly home: string }[] = [
  { words: /\bRTCPeerConnection\b|\bnavigator\.mediaDevices\b|\bnew AudioContext\b/, home: 'src-renderer/media/' },
  { words: /\bwindow\.dzvin\b|\bnew WebSocket\(`ws/, home: 'src-renderer/app/connect-wire.ts' },
]

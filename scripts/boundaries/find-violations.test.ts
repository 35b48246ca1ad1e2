import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findViolations } from './find-violations.ts'

const repository = join(import.meta.dirname, '../..')

/** File, its text, and what must be said of it. */
const planted = [
  ['src-shared/domain/bad-node.ts', "import 'node:fs'", "may not import Node's node:fs"],
  ['src-shared/domain/bad-package.ts', "import { Liquid } from 'liquidjs'", 'may not import liquidjs'],
  ['src-shared/domain/bad-main.ts', "export * from '../../src-main/compose.ts'", 'may not import src-main/compose.ts'],
  [
    'src-shared/domain/bad-alias.ts',
    "export type X = import('#renderer/app/bridge.ts').Bridge",
    'may not import src-renderer/app/bridge.ts',
  ],
  ['src-main/app/bad-electron.ts', "import type { App } from 'electron'", 'may not import electron'],
  ['src-main/app/bad-sip.ts', "export const later = () => import('sip.js')", 'may not import sip.js'],
  ['src-main/app/bad-store.ts', "import '../store/open-store.ts'", 'may not import src-main/store/open-store.ts'],
  ['src-main/app/bad-sqlite.ts', "import Database from 'better-sqlite3-multiple-ciphers'", 'may not import better-sqlite3'],
  ['src-main/telephony/bad-app.ts', "import '../app/call-flow.ts'", 'may not import src-main/app/call-flow.ts'],
  ['src-main/telephony/bad-faker.ts', "import '@faker-js/faker'", 'may not import @faker-js/faker'],
  ['src-main/telephony/bad-react.ts', "import 'react'", 'may not import react'],
  ['src-main/store/bad-ws.ts', "import 'ws'", 'may not import ws'],
  ['src-main/store/bad-werift.ts', "import 'werift'", 'may not import werift'],
  ['src-main/browser/bad-host.ts', "import '../electron/main.ts'", 'may not import src-main/electron/main.ts'],
  ['src-main/pages/bad-number.ts', "import 'libphonenumber-js/max'", 'may not import libphonenumber-js'],
  ['src-main/pages/bad-renderer.ts', "import '#renderer/app/state.ts'", 'may not import src-renderer/app/state.ts'],
  ['src-main/pages/bad-computed.ts', 'export const any = (name: string) => import(name)', 'imports something computed'],
  ['src-main/pages/bad-stranger.ts', "import 'left-pad'", 'imports left-pad, which has no home'],
  ['src-renderer/kit/bad-bridge.ts', "import '../app/bridge.ts'", 'may not import src-renderer/app/bridge.ts'],
  ['src-renderer/kit/bad-main.ts', "import '#main/pages/handlers.ts'", 'may not import src-main/pages/handlers.ts'],
  [
    'src-renderer/features/card/bad-inside.ts',
    "import '../tasks/inside.ts'",
    'may not import src-renderer/features/tasks/inside.ts',
  ],
  [
    'src-renderer/features/card/bad-wire.ts',
    "import '../../app/connect-wire.ts'",
    'may not import src-renderer/app/connect-wire.ts',
  ],
  [
    'src-renderer/features/card/bad-rtc.ts',
    'export const peer = new RTCPeerConnection()',
    'uses what only src-renderer/media/ may',
  ],
  [
    'src-renderer/features/card/bad-host.ts',
    'export const port = window.dzvin',
    'uses what only src-renderer/app/connect-wire.ts may',
  ],
  ['src-main/nowhere/bad-room.ts', "import 'zod'", 'is in no room of the table'],
] as const

const allowed = [
  [
    'src-renderer/features/card/good-index.ts',
    "import '../tasks/index.ts'\nimport '../../kit/button.tsx'\nimport '../../app/use-run.ts'",
  ],
  [
    'src-main/app/good.ts',
    "import type { Handlers } from '../pages/handlers.ts'\nimport '#shared/contract/wire.ts'\nimport './call-flow.ts'",
  ],
  ['src-renderer/features/card/good-comment.ts', '// RTCPeerConnection lives in src-renderer/media\nexport const x = 1'],
] as const

let copy: string
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'dzvin-boundaries-'))
  for (const top of ['src-shared', 'src-main', 'src-renderer'])
    cpSync(join(repository, top), join(copy, top), { recursive: true })
  for (const [file, text] of [...planted, ...allowed]) {
    mkdirSync(dirname(join(copy, file)), { recursive: true })
    writeFileSync(join(copy, file), `${text}\n`)
  }
})
afterAll(() => rmSync(copy, { recursive: true }))

describe('the import table', () => {
  it('is kept by every module of the product', () => {
    const { modules, violations } = findViolations(repository)
    expect(violations).toEqual([])
    expect(modules).toBeGreaterThan(100)
  })

  it('finds every planted violation, and nothing else', () => {
    const before = findViolations(repository).violations
    const violations = findViolations(copy).violations.filter((violation) => !before.includes(violation))
    for (const [file, , what] of planted) expect(violations).toContainEqual(expect.stringContaining(`${file}: ${what}`))
    expect(violations).toHaveLength(planted.length)
  })
})

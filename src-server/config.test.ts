import { describe, expect, it } from 'vitest'
import { BadConfig, readConfig } from './config.ts'

describe('readConfig', () => {
  it('serves this machine alone from an embedded database when nothing is said', () => {
    expect(readConfig({})).toMatchObject({ host: '127.0.0.1', port: 8_470, database: { kind: 'embedded' }, demoCustomers: 0 })
  })

  it('takes an empty setting for none', () => {
    expect(readConfig({ DATABASE_URL: '', DZVIN_SERVER_PORT: '' })).toMatchObject({ port: 8_470, database: { kind: 'embedded' } })
  })

  it('reads PostgreSQL, the provider and the proxies', () => {
    const read = readConfig({
      DATABASE_URL: 'postgres://dzvin:secret@db/dzvin',
      DZVIN_PUBLIC_URL: 'https://dzvin.example.com/',
      DZVIN_OIDC_ISSUER: 'https://id.example.com',
      DZVIN_OIDC_CLIENT_ID: 'dzvin',
      DZVIN_TRUST_PROXY: '10.0.0.1, 10.0.1.0/24',
      DZVIN_SERVER_HOST: '0.0.0.0',
    })
    expect(read.database).toEqual({ kind: 'postgresql', url: 'postgres://dzvin:secret@db/dzvin', connections: 20 })
    expect(read.oidc).toEqual({ issuer: 'https://id.example.com', clientId: 'dzvin', name: 'id.example.com', claim: 'email' })
    expect(read).toMatchObject({ publicUrl: 'https://dzvin.example.com', trustProxy: ['10.0.0.1', '10.0.1.0/24'] })
  })

  it.each([
    [{ DZVIN_SERVER_PORT: '70000' }, 'DZVIN_SERVER_PORT: must be a whole number from 0 to 65535'],
    [{ DZVIN_SERVER_PORT: 'eight' }, 'DZVIN_SERVER_PORT: must be a whole number'],
    [{ DATABASE_URL: 'mysql://db' }, 'DATABASE_URL: must be an address as postgres://'],
    [{ DZVIN_SERVER_HOST: '0.0.0.0' }, 'DZVIN_SERVER_HOST: other machines may reach this address, so passwords need TLS'],
    [{ DZVIN_TLS_CERT_FILE: '/a' }, 'DZVIN_TLS_CERT_FILE and DZVIN_TLS_KEY_FILE: give both or none'],
    [{ DZVIN_TLS_CERT_FILE: '/no/such', DZVIN_TLS_KEY_FILE: '/no/such' }, 'DZVIN_TLS_CERT_FILE: the file cannot be read'],
    [
      { DZVIN_OIDC_ISSUER: 'https://id.example.com', DZVIN_OIDC_CLIENT_ID: 'x' },
      'DZVIN_PUBLIC_URL: needed with DZVIN_OIDC_ISSUER',
    ],
    [{ DZVIN_NATS_URL: 'nats://n' }, 'DZVIN_NATS_URL: is for several servers'],
    [{ DZVIN_SERVER_LOGLEVEL: 'debug' }, 'DZVIN_SERVER_LOGLEVEL: there is no such setting'],
    [{ DZVIN_METRICS_TOKEN: 'short' }, 'DZVIN_METRICS_TOKEN: must have 16 signs or more'],
  ])('says what is wrong with %o', (env, words) => {
    expect(() => readConfig(env)).toThrow(words)
  })

  it('tells all at once, and never repeats a value, which may be secret', () => {
    const wrong = () => readConfig({ DZVIN_SERVER_PORT: 'x', DATABASE_URL: 'mysql://u:hunter2@db' })
    expect(wrong).toThrow(BadConfig)
    expect(wrong).toThrow(/DZVIN_SERVER_PORT[\s\S]*DATABASE_URL/)
    expect(wrong).not.toThrow('hunter2')
  })
})

import { cleanup, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { fail, ok } from '#shared/domain/failure/failure.ts'
import { signedOut } from '../../../tests/ui/demo-server.ts'
import { FakeBridge } from '../../../tests/ui/fake-bridge.ts'
import { renderPart } from '../../../tests/ui/render-part.tsx'
import { SignInPage } from './sign-in-page.tsx'

type SignedOut = Parameters<typeof SignInPage>[0]['session']
const out = (more: Parameters<typeof signedOut>[1] = {}) => signedOut(Date.now(), more) as SignedOut

afterEach(cleanup)

test('a known person is chosen by one press, and only the password is left to type', async () => {
  const { user, bridge } = renderPart(<SignInPage session={out()} />)
  await user.click(screen.getByRole('button', { name: /works without the server until/ }))
  expect((screen.getByLabelText('Login') as HTMLInputElement).value).toBe('prykladenko')
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Password')))
  await user.keyboard('right horse battery{Enter}')
  await screen.findByText('Opening your workplace…')
  expect(bridge.askedOf('session.signIn')).toEqual([{ login: 'prykladenko', password: 'right horse battery' }])
})

test('the code is asked for when the server wants one, and goes along with the password', async () => {
  const bridge = new FakeBridge()
  bridge.answer('session.signIn', ({ code }) =>
    code === '123456' ? ok(undefined) : fail(code ? 'second-factor-wrong' : 'second-factor-needed'),
  )
  const { user } = renderPart(<SignInPage session={out({ known: [] })} />, { bridge })
  await user.type(screen.getByLabelText('Login'), 'zrazok')
  await user.type(screen.getByLabelText('Password'), 'secret{Enter}')
  const code = await screen.findByLabelText('Code')
  expect(document.activeElement).toBe(code)
  await user.keyboard('000000{Enter}')
  await screen.findByText('This code is not right.')
  await user.clear(code)
  await user.type(code, '123 456{Enter}')
  await screen.findByText('Opening your workplace…')
  expect(bridge.askedOf('session.signIn').at(-1)).toEqual({ login: 'zrazok', password: 'secret', code: '123456' })
})

test('a locked sign-in counts down, takes no try meanwhile, and opens by itself', async () => {
  const bridge = new FakeBridge()
  bridge.answer('session.signIn', () => fail('sign-in-locked', { retryAfterMs: 900 }))
  const { user } = renderPart(<SignInPage session={out({ known: [] })} />, { bridge })
  await user.type(screen.getByLabelText('Login'), 'zrazok')
  await user.type(screen.getByLabelText('Password'), 'wrong{Enter}')
  await screen.findByText(/The next try is possible in 0:01/)
  await user.keyboard('{Enter}')
  expect(bridge.askedOf('session.signIn')).toHaveLength(1)
  await waitFor(() => expect(screen.queryByText(/Too many wrong tries/)).toBe(null), { timeout: 3_000 })
  await user.click(screen.getByRole('button', { name: 'Sign in' }))
  await waitFor(() => expect(bridge.askedOf('session.signIn')).toHaveLength(2))
})

test('a wrong password says what to do and keeps the login', async () => {
  const bridge = new FakeBridge()
  bridge.answer('session.signIn', () => fail('wrong-credentials'))
  const { user } = renderPart(<SignInPage session={out({ known: [] })} />, { bridge })
  await user.type(screen.getByLabelText('Login'), 'zrazok')
  await user.type(screen.getByLabelText('Password'), 'wrong{Enter}')
  await screen.findByText(/Check the keyboard layout and Caps Lock/)
  expect((screen.getByLabelText('Login') as HTMLInputElement).value).toBe('zrazok')
})

test('the provider opens elsewhere, and one can come back from it', async () => {
  const { user, bridge } = renderPart(<SignInPage session={out()} />)
  await user.click(screen.getByRole('button', { name: 'Sign in with your organisation' }))
  await screen.findByText('Continue in the browser')
  expect(bridge.askedOf('session.signInByProvider')).toHaveLength(1)
  await user.click(screen.getByRole('button', { name: 'Back' }))
  expect(screen.getByLabelText('Login')).toBeTruthy()
})

test('says when this system cannot protect the key, and why the last one was signed out', () => {
  renderPart(<SignInPage session={out({ keyStorage: 'password', reason: 'wiped', oidc: false })} />)
  expect(screen.getByText(/no protected storage: your password unlocks the local data at each start/)).toBeTruthy()
  expect(screen.getByText(/Ask an administrator before you sign in here/)).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Sign in with your organisation' })).toBe(null)
})

test('a copy that is locked with the former password is opened with it, or set aside after a question', async () => {
  const bridge = new FakeBridge()
  bridge.answer('session.signIn', () => fail('old-password-needed'))
  const asks = { what: 'old-password', login: 'zrazok' } as const
  const { user } = renderPart(<SignInPage session={out({ asks })} />, { bridge })
  await user.type(screen.getByLabelText('Former password'), 'the one before{Enter}')
  await screen.findByText(/locked with your former password/)
  expect(bridge.askedOf('session.signIn')).toEqual([{ login: 'zrazok', password: 'the one before' }])
  await user.click(screen.getByRole('button', { name: 'I no longer know it' }))
  expect(bridge.askedOf('session.setCopyAside')).toHaveLength(0)
  await user.click(screen.getByRole('button', { name: 'Begin a new copy' }))
  await waitFor(() => expect(bridge.askedOf('session.setCopyAside')).toHaveLength(1))
})

test('a first passphrase is typed twice', async () => {
  const asks = { what: 'new-passphrase', login: 'zrazok' } as const
  const { user, bridge } = renderPart(<SignInPage session={out({ asks, keyStorage: 'password' })} />)
  await user.type(screen.getByLabelText('New passphrase'), 'several plain words{Enter}')
  expect(bridge.askedOf('session.signIn')).toHaveLength(0)
  await user.type(screen.getByLabelText('The same again'), 'several plain words{Enter}')
  await waitFor(() => expect(bridge.askedOf('session.signIn')).toHaveLength(1))
  expect(screen.queryByRole('button', { name: 'I no longer know it' })).toBe(null)
})

import { type Failure, fail, ok, type Result } from '#shared/domain/failure/failure.ts'
import type { SessionState } from '#shared/domain/people/session.ts'
import { Cell } from '#shared/flow/cell.ts'
import type { Account, OpenAccount } from '#shared/ports/account.ts'
import type { Clock } from '#shared/ports/clock.ts'
import type { IdSource } from '#shared/ports/id-source.ts'
import type { Log } from '#shared/ports/log.ts'
import { passwordRule, type SignedIn } from '#shared/sync/account-api.ts'
import { failureOfProblem } from '#shared/sync/account-failure.ts'
import type { AccountCalls, Answer } from './account-calls.ts'
import { type AccountFiles, loginKey } from './account-files.ts'
import { type AccountRecord, openSealed } from './account-record.ts'
import { Admission, type Admitted, type Waiting } from './admission.ts'
import type { CopyKeys } from './copy-keys.ts'
import type { ForwardTime } from './forward-time.ts'
import { OpenCopy } from './open-copy.ts'
import { changePassword } from './password-change.ts'
import { ProviderOffer } from './provider-offer.ts'
import { signInAtProvider } from './provider-sign-in.ts'
import { Tokens } from './tokens.ts'
import { tryPassword } from './try-password.ts'
import { Wipes } from './wipes.ts'

export interface AccountParts {
  readonly server: string
  readonly files: AccountFiles
  readonly keys: CopyKeys
  readonly calls: AccountCalls
  readonly time: ForwardTime
  readonly clock: Clock
  readonly ids: IdSource
  readonly log: Log
  readonly device: { readonly name: string; readonly appVersion: string }
}

type SignedOut = Extract<SessionState, { kind: 'signed-out' }>

const lookAgainMs = 600_000
/** How long a device that must go may take to give back what it has not sent. */
const givingBackMs = 600_000

/** Who is signed in at this desktop, and the way in and out. One sign-in at a time: guesses do not run side by side. */
export class DesktopAccount implements Account {
  readonly state: Cell<SessionState>
  readonly open = new Cell<OpenAccount | undefined>(undefined)
  readonly #parts: AccountParts
  readonly #admission: Admission
  readonly #tokens: Tokens
  #copy: OpenCopy | undefined
  #offline = false
  #waiting: Waiting | undefined
  #reason: SignedOut['reason']
  #turn: Promise<unknown> = Promise.resolve()
  #provider: AbortController | undefined
  readonly #offer: ProviderOffer
  readonly #wipes: Wipes
  #stopLooking = () => {}
  #stopNotice = () => {}
  #disposed = false

  constructor(parts: AccountParts) {
    this.#parts = parts
    this.#admission = new Admission(parts)
    this.#offer = new ProviderOffer(parts.calls, parts.clock)
    this.#wipes = new Wipes(parts)
    this.#tokens = new Tokens({
      clock: parts.clock,
      renewed: async (answer) => {
        await this.#copy?.renewed(answer)
        this.#offline = false
        this.#publish()
      },
      over: (reason, noticed) => this.#over(reason, noticed),
    })
    if (parts.files.damaged > 0) this.#reason = 'damaged'
    this.state = new Cell<SessionState>(this.#signedOut())
    this.#offer.present.subscribe(() => this.#publish())
    this.#lookAgain()
  }

  /** Signs in whoever stayed signed in, where the system keeps their key: without the server while that is allowed. */
  async restore(): Promise<void> {
    const { files, keys, time } = this.#parts
    const stayed = files.all().filter(({ stays }) => stays)
    const record = stayed.toSorted((a, b) => b.seenMs - a.seenMs)[0]
    const stored = record && (await keys.stored(record.user.login))
    const part = record && stored && openSealed(record, stored.key)
    if (!record || !stored || !part) return this.#offer.ask()
    const copy = new OpenCopy(this.#parts, { record, key: stored.key, part })
    if (!(await copy.save({ owes: true }))) this.#parts.log.warn('The account file cannot be written at the start')
    if (time.now(record.user.userId, record.seenMs) < part.offlineUntilMs) return this.#enter(copy, undefined)
    const answer = part.refreshToken === undefined ? undefined : await this.#parts.calls.refresh(part.refreshToken)
    if (answer?.kind === 'done') {
      await copy.renewed(answer.value)
      return this.#enter(copy, answer.value)
    }
    copy.close()
    const problem = answer?.kind === 'refused' ? answer.problem.problem : undefined
    if (problem === 'wipe') await this.#wipe(record, part.lastToken)
    else this.#reason = problem === 'revoked' ? 'revoked' : 'expired'
    this.#publish()
    this.#offer.ask()
  }

  signIn(input: { login: string; password: string; code?: string | undefined }): Promise<Result<undefined>> {
    this.#provider?.abort()
    return this.#inTurn(() => this.#signIn(input))
  }

  async #signIn({ login, password, code }: { login: string; password: string; code?: string | undefined }) {
    const { files, calls } = this.#parts
    if (this.#waiting && loginKey(this.#waiting.login) === loginKey(login)) return this.#answerWaiting(this.#waiting, password)
    await this.#dropWaiting()
    const record = files.byLogin(login)
    // A passphrase is for this desktop alone: the server never hears it.
    if (record?.by === 'provider' && record.wraps.length > 0) return this.#signInOffline(record, password)
    const first = record?.deviceId ?? (await this.#admission.deviceFor(login))
    const answer = await this.#admission.atServer(first, (device) => calls.signIn(login, password, code, device))
    if (answer.kind === 'silent') return this.#withoutServer(record, password, answer.failure)
    if (answer.kind === 'refused') return this.#refused(answer, record)
    return this.#settle(await this.#admission.admit(answer.value, { by: 'password', password, login }))
  }

  signInByProvider(openPage: (url: string) => void): Promise<Result<undefined>> {
    this.#provider?.abort()
    const leaving = new AbortController()
    this.#provider = leaving
    return this.#inTurn(async () => {
      await this.#dropWaiting()
      const { calls, clock } = this.#parts
      const around = { calls, clock, openPage, signal: leaving.signal }
      const first = await this.#admission.deviceFor(undefined)
      const answer = await this.#admission.atServer(first, (device) => signInAtProvider(around, device))
      if (answer.kind === 'silent') return { ok: false, failure: answer.failure }
      if (answer.kind === 'refused') return this.#refused(answer, undefined)
      return this.#settle(await this.#admission.admit(answer.value, { by: 'provider' }))
    })
  }

  setCopyAside(): Promise<Result<undefined>> {
    return this.#inTurn(async () => {
      const waiting = this.#waiting
      if (!waiting) return fail('not-found')
      await this.#dropWaiting()
      const aside = await this.#admission.setAside(waiting)
      if (!aside.ok || waiting.how.by === 'provider') return aside
      return this.#signIn({ login: waiting.how.login, password: waiting.how.password })
    })
  }

  async signOut(): Promise<Result<undefined>> {
    const { calls, keys } = this.#parts
    const copy = this.#copy
    if (!copy) return ok()
    const { record, refreshToken } = copy
    const token = this.#tokens.present()
    await this.#lock('signed-out')
    // Of a provider's account the key is nowhere else: without it the copy and what is in it were lost.
    if (record.wraps.length > 0) await keys.remove(record.user.login)
    const renewed = token || refreshToken === undefined ? undefined : await calls.refresh(refreshToken)
    const good = token ?? (renewed?.kind === 'done' ? renewed.value.accessToken : undefined)
    if (good) await calls.signOut(good)
    return ok()
  }

  accessToken(): Promise<Result<string>> {
    return this.#tokens.get()
  }

  tokenRefused(): void {
    this.#tokens.refused()
  }

  async leave(reason: 'revoked' | 'wiped'): Promise<void> {
    const copy = this.#copy
    if (!copy) return
    if (reason === 'wiped') return this.#wipe(copy.record, this.#tokens.last())
    await this.#lock('revoked')
    if (copy.record.wraps.length > 0) await this.#parts.keys.remove(copy.record.user.login)
  }

  confirmed(serverMs: number): void {
    void this.#copy?.confirmed(serverMs).then((changed) => changed && this.#publish())
  }

  async copyClosed(closed: OpenAccount, owes: boolean): Promise<void> {
    await this.#wipes.closed(closed.userId)
    const open = this.open.get()
    // Opened again meanwhile: that one will say so itself.
    if (open !== undefined && open !== closed) return
    if (this.#copy?.record.user.userId === closed.userId) return void (await this.#copy.save({ owes }))
    const record = this.#parts.files.byUser(closed.userId)
    if (!record || owes === record.owes) return
    await this.#parts.files.write({ ...record, owes }).catch(() => this.#parts.log.warn('The account file was not written'))
  }

  changePassword(current: string, next: string): Promise<Result<undefined>> {
    return this.#inTurn(async () => {
      const copy = this.#copy
      if (!copy) return fail('signed-out')
      const changed = await changePassword({ ...this.#parts, copy, token: () => this.#tokens.get() }, current, next)
      if (changed.ok) this.#publish()
      return changed
    })
  }

  async dispose(): Promise<void> {
    this.#disposed = true
    this.#provider?.abort()
    this.#offer.dispose()
    this.#stopLooking()
    this.#stopNotice()
    await this.#turn
    await this.#copy?.seen()
    this.#copy?.close()
    this.#copy = undefined
    this.#tokens.end()
    await this.#wipes.settled()
  }

  async #settle(admitted: Admitted): Promise<Result<undefined>> {
    switch (admitted.kind) {
      case 'in':
        await this.#enter(admitted.copy, admitted.answer)
        return ok()
      case 'asks':
        this.#waiting = admitted.waiting
        this.#publish()
        return fail(admitted.waiting.asks === 'old-password' ? 'old-password-needed' : 'passphrase-needed')
      case 'anew':
        return admitted.how.by === 'provider' ? fail('provider-failed') : this.#signIn(admitted.how)
      case 'failed':
        return { ok: false, failure: admitted.failure }
    }
  }

  async #answerWaiting(waiting: Waiting, password: string): Promise<Result<undefined>> {
    if (waiting.asks === 'new-passphrase' && password.length < passwordRule.min) return fail('password-weak')
    const opened = await this.#admission.answer(waiting, password)
    if (!opened.ok) return opened
    this.#waiting = undefined
    return this.#settle(opened.value)
  }

  async #dropWaiting(): Promise<void> {
    const waiting = this.#waiting
    this.#waiting = undefined
    if (!waiting) return
    this.#publish()
    await this.#parts.calls.signOut(waiting.answer.accessToken)
  }

  /** The server has no say: the copy itself knows the password. */
  async #withoutServer(record: AccountRecord | undefined, password: string, failure: Failure): Promise<Result<undefined>> {
    if (record && record.wraps.length > 0) return this.#signInOffline(record, password)
    const away = failure.kind === 'server-unreachable' || failure.kind === 'server-unavailable'
    return away && this.#parts.files.all().length > 0 ? fail('offline-sign-in-unknown') : { ok: false, failure }
  }

  async #signInOffline(record: AccountRecord, password: string): Promise<Result<undefined>> {
    const tried = await tryPassword(this.#parts, record, password)
    if (!tried.ok) return tried
    await this.#enter(tried.value, undefined)
    return ok()
  }

  async #refused(answer: Extract<Answer<never>, { kind: 'refused' }>, record: AccountRecord | undefined) {
    if (answer.problem.problem === 'wipe' && record) await this.#wipe(record, undefined)
    return { ok: false, failure: failureOfProblem(answer.problem) } as const
  }

  async #enter(copy: OpenCopy, answer: SignedIn | undefined): Promise<void> {
    const { calls, device } = this.#parts
    if (this.#copy && this.#copy.record.user.userId !== copy.record.user.userId) await this.#lock('signed-out')
    this.#copy?.close()
    this.#copy = copy
    this.#offline = answer === undefined
    this.#reason = undefined
    this.#tokens.begin(
      async () => {
        const { refreshToken, password, record } = copy
        if (refreshToken !== undefined) return calls.refresh(refreshToken)
        const words = { id: record.deviceId, ...device }
        if (password !== undefined) return calls.signIn(record.user.login, password, undefined, words)
        return { kind: 'refused', problem: { problem: 'unauthenticated' } }
      },
      answer,
      copy.lastToken,
    )
    const former = this.open.get()
    const opened = copy.open()
    const same = former?.folder === opened.folder && Buffer.from(former.key).equals(opened.key)
    // Whoever has the desk open keeps it.
    if (!same) this.open.set(opened)
    this.#publish()
  }

  /** Ends what this desktop holds open; the copy stays. */
  async #lock(how: 'signed-out' | 'expired' | 'revoked'): Promise<void> {
    const copy = this.#copy
    if (!copy) return
    this.#copy = undefined
    this.#tokens.end()
    this.#stopNotice()
    this.#reason = how === 'signed-out' ? undefined : how
    await copy.lock(how)
    this.open.set(undefined)
    this.#publish()
    this.#offer.ask()
  }

  async #wipe(record: AccountRecord, token: string | undefined): Promise<void> {
    const { userId } = record.user
    const isOpen = this.#copy?.record.user.userId === userId
    if (isOpen) {
      this.#copy?.close()
      this.#copy = undefined
      this.#tokens.end()
      this.#stopNotice()
    }
    await this.#wipes.begin(record, isOpen, token)
    this.#reason = 'wiped'
    this.open.set(isOpen ? undefined : this.open.get())
    this.#publish()
    if (!isOpen) await this.#wipes.closed(userId)
  }

  /** Whoever keeps the copy gives back what was not sent and then calls `leave`; when nobody does, it is done here. */
  async #over(reason: 'expired' | 'revoked' | 'wiped', noticed: boolean): Promise<void> {
    if (reason === 'expired') return this.#lock('expired')
    if (!noticed) return this.leave(reason)
    const late = () => void this.leave(reason).catch((error: unknown) => this.#parts.log.error('Leaving failed', { error }))
    this.#stopNotice()
    this.#stopNotice = this.#parts.clock.after(givingBackMs, late)
  }

  #publish(): void {
    const copy = this.#copy
    if (!copy) return this.state.set(this.#signedOut())
    const { user, deviceId } = copy.record
    const { server } = this.#parts
    const next: SessionState = {
      kind: 'signed-in',
      user,
      offline: this.#offline,
      offlineUntilMs: copy.offlineUntilMs,
      deviceId,
      server,
    }
    if (JSON.stringify(next) !== JSON.stringify(this.state.get())) this.state.set(next)
  }

  #signedOut(): SignedOut {
    const { server, files, keys } = this.#parts
    const known = files.all().toSorted((a, b) => b.seenMs - a.seenMs)
    return {
      kind: 'signed-out',
      server,
      known: known.slice(0, 50).map(({ user, offlineUntilMs }) => ({ login: user.login, name: user.name, offlineUntilMs })),
      keyStorage: keys.persist ? 'system' : 'password',
      oidc: this.#offer.present.get(),
      ...(this.#waiting && { asks: { what: this.#waiting.asks, login: this.#waiting.login } }),
      ...(this.#reason && { reason: this.#reason }),
    }
  }

  /** Notes the time, so that a clock turned back gains nothing, and locks a copy whose time without the server is over. */
  #lookAgain(): void {
    const look = async () => {
      const copy = this.#copy
      if (copy?.isLapsed() && !(await this.#tokens.get()).ok && this.#copy === copy && copy.isLapsed())
        await this.#lock('expired')
      else await copy?.seen()
    }
    const again = () => {
      void look()
        .catch((error: unknown) => this.#parts.log.error('The session was not looked after', { error }))
        .then(() => this.#disposed || this.#lookAgain())
    }
    this.#stopLooking = this.#parts.clock.after(lookAgainMs, again)
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#turn.then(work)
    this.#turn = run.catch(() => {})
    return run
  }
}

import type { Result } from '../domain/failure/failure.ts'
import type { CustomerLanguage } from '../domain/text/language.ts'

/** A simulated customer: who it claims to be, and in which language its greeting speaks. */
export interface DemoCaller {
  /** E.164; absent: withheld. */
  readonly number?: string
  readonly displayName?: string
  readonly language: CustomerLanguage
  readonly queue?: string
  readonly dnis?: string
}

/** The built-in PBX of the demo: a registrar on 127.0.0.1 and callers with real WebRTC audio. */
export interface DemoLine {
  /** Account for `Phone.use`; the password is made anew at each start. */
  account(): Promise<{ server: string; user: string; domain: string; password: string }>
  /** Rings the operator; fails with `demo-line-off` while nobody is registered. */
  call(caller: DemoCaller): Promise<Result<undefined>>
  /** Hangs up and stops listening; `account()` opens it again. */
  close(): Promise<void>
}

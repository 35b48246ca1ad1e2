import { type Invitation, Registerer, RegistererState, type SessionDescriptionHandler, UserAgent } from 'sip.js'
import { WsTransport, type WsTransportOptions } from '../ws-transport.ts'
import type { ScriptedPbx } from './scripted-pbx.ts'
import { sdp } from './sip-text.ts'
import { quick, realClock } from './phone-bench.ts'

/** sip.js as it comes, registered at the scripted PBX: shows what happens without our guards. */
export class BareAgent {
  readonly agent: UserAgent
  readonly registerer: Registerer
  readonly #invitation = Promise.withResolvers<Invitation>()

  private constructor(pbx: ScriptedPbx) {
    const transportOptions: WsTransportOptions = {
      ...quick,
      server: pbx.url,
      clock: realClock,
      onDropped: () => {},
      onRequest: () => {},
    }
    this.agent = new UserAgent({
      uri: UserAgent.makeURI(`sip:${pbx.user}@pbx.test`),
      authorizationUsername: pbx.user,
      authorizationPassword: pbx.password,
      transportConstructor: WsTransport,
      transportOptions,
      sessionDescriptionHandlerFactory: () => plainMedia(),
      delegate: { onInvite: (invitation) => this.#invitation.resolve(invitation) },
      logBuiltinEnabled: false,
      gracefulShutdown: false,
    })
    this.registerer = new Registerer(this.agent)
  }

  static async registered(pbx: ScriptedPbx): Promise<BareAgent> {
    const bare = new BareAgent(pbx)
    await bare.agent.start()
    const registered = new Promise<void>((resolve) =>
      bare.registerer.stateChange.addListener((state) => state === RegistererState.Registered && resolve()),
    )
    await bare.registerer.register()
    await registered
    return bare
  }

  /** The first INVITE. */
  get invitation(): Promise<Invitation> {
    return this.#invitation.promise
  }

  /** Hands it a message as the transport would. */
  receive(message: string): void {
    this.agent.transport.onMessage?.(message)
  }

  stop(): Promise<void> {
    return this.agent.stop()
  }
}

function plainMedia(): SessionDescriptionHandler {
  return {
    close: () => {},
    getDescription: () => Promise.resolve({ body: sdp(), contentType: 'application/sdp' }),
    setDescription: () => Promise.resolve(),
    hasDescription: () => true,
    sendDtmf: () => false,
  }
}

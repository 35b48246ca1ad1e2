import { CallerAudio } from '#main/telephony/demo-line/caller-audio.ts'
import { Conversation } from '#main/telephony/demo-line/conversation.ts'
import { encodeMuLaw } from '#main/telephony/demo-line/g711.ts'
import { PbxCall, type PbxCallOptions } from '#main/telephony/testing/pbx-call.ts'
import type { ScriptedPbx } from '#main/telephony/testing/scripted-pbx.ts'

/** One second at about 425 Hz, loud. */
const tone = Buffer.from(Array.from({ length: 8_000 }, (_, index) => encodeMuLaw(12_000 * Math.sin(index / 3))))

/** Somebody who rings through the scripted PBX with real WebRTC audio. */
export interface ScriptedCaller {
  readonly call: PbxCall
  readonly audio: CallerAudio
  /** Resolves when the phone has answered and was told that we know. */
  answered(): Promise<void>
}

/** Rings the phone; resolves with its 180. */
export async function ring(pbx: ScriptedPbx, options: PbxCallOptions = {}): Promise<ScriptedCaller> {
  const audio = new CallerAudio(new Conversation([tone, tone]))
  const call = new PbxCall(pbx, { ...options, body: await audio.offer() }).invite()
  await call.answered(180)
  return {
    call,
    audio,
    async answered() {
      const answer = await call.answered(200)
      call.ack()
      await audio.acceptAnswer(answer.body)
    },
  }
}

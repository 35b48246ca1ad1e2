import type { MediaStats } from '#shared/domain/media/media.ts'

type StatsEntry = Readonly<Record<string, unknown>>

/** Reads a W3C webrtc-stats report (an `RTCStatsReport` or any list of its entries). Seconds become milliseconds. */
export function readStats(connection: string, report: { forEach(each: (entry: StatsEntry) => void): void }): MediaStats {
  const entries: StatsEntry[] = []
  report.forEach((entry) => entries.push(entry))
  const find = (test: (entry: StatsEntry) => boolean) => entries.find(test) ?? {}
  const inbound = find(({ type }) => type === 'inbound-rtp')
  const outbound = find(({ type }) => type === 'outbound-rtp')
  const source = find(({ type }) => type === 'media-source')
  const remote = find(({ type }) => type === 'remote-inbound-rtp')
  const pair = find(({ type, nominated }) => type === 'candidate-pair' && nominated === true)
  const codecId = inbound.codecId ?? outbound.codecId
  const codec = find(({ type, id }) => type === 'codec' && id === codecId).mimeType
  const roundTripSeconds = optionalNumber(remote.roundTripTime) ?? optionalNumber(pair.currentRoundTripTime)
  return {
    connection,
    packetsReceived: number(inbound.packetsReceived),
    packetsLost: number(inbound.packetsLost),
    packetsSent: number(outbound.packetsSent),
    jitterMs: number(inbound.jitter) * 1000,
    ...(roundTripSeconds === undefined ? {} : { roundTripMs: roundTripSeconds * 1000 }),
    receivedEnergy: number(inbound.totalAudioEnergy),
    sentEnergy: number(source.totalAudioEnergy),
    ...(typeof codec === 'string' ? { codec: codec.slice(0, 60) } : {}),
  }
}

function optionalNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

function number(value: unknown): number {
  return optionalNumber(value) ?? 0
}

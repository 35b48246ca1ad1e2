import { caller } from '#shared/domain/call/caller.ts'
import { type RecentCall, recentCall } from '#shared/domain/interaction/recent-call.ts'
import type { LocalText } from '#shared/domain/text/language.ts'
import type { ReadConnection } from '../connection.ts'
import type { FormatNumber } from './format-number.ts'
import { type DbRow, jsonValue, parsedEach, present } from './rows.ts'

const callColumns = `
  i.id AS interactionId, i.direction, i.outcome, i.started_at_ms AS startedAtMs, i.talk_ms AS talkMs, i.ring_ms AS ringMs,
  i.number, i.caller, i.customer_id AS customerId, c.name AS customerName, i.queue, i.disposition_id AS dispositionId`

export const recentCallsSql = `
  SELECT ${callColumns}
  FROM interactions i INDEXED BY interactions_calls LEFT JOIN customers c ON c.id = i.customer_id
  WHERE i.channel = 'call' ORDER BY i.started_at_ms DESC LIMIT ?`

/** Which inbound calls want a call back: the index has the same words (`callBackOutcomes`; a test holds them together). */
export const wantsCallBack = `
  handled_at_ms IS NULL AND direction = 'inbound' AND outcome IN ('abandoned', 'missed', 'rejected', 'failed')`

/** The latest of them are looked at; older ones wait until these are handled. */
export const worklistDepth = 500

const missed = `
  SELECT rowid AS missedRow, number, started_at_ms FROM interactions INDEXED BY interactions_missed
  WHERE ${wantsCallBack} ORDER BY started_at_ms DESC LIMIT ${worklistDepth}`
const notReachedSince = `
  NOT EXISTS (SELECT 1 FROM interactions r INDEXED BY interactions_reached
    WHERE r.outcome = 'answered' AND r.number = m.number AND r.started_at_ms > m.started_at_ms)`

/** One row a number, its latest try; a withheld number cannot be joined with another, so each stands alone. */
const byNumber = `
  SELECT missedRow, max(started_at_ms) AS latest, count(*) AS attempts
  FROM (${missed}) m WHERE ${notReachedSince} GROUP BY ifnull(number, missedRow)`

export const missedCallsSql = `
  SELECT ${callColumns}, w.attempts
  FROM (${byNumber} ORDER BY latest DESC LIMIT ?) w
  JOIN interactions i ON i.rowid = w.missedRow LEFT JOIN customers c ON c.id = i.customer_id
  ORDER BY w.latest DESC`
export const missedCountSql = `SELECT count(*) FROM (${byNumber})`

export interface CallTexts {
  readonly formatNumber: FormatNumber
  dispositionLabel(id: string): LocalText | undefined
}

export function prepareRecentCalls(database: ReadConnection, texts: CallTexts) {
  return prepareList(database, recentCallsSql, texts)
}

export function prepareMissedCalls(database: ReadConnection, texts: CallTexts) {
  return prepareList(database, missedCallsSql, texts)
}

function prepareList(database: ReadConnection, sql: string, texts: CallTexts) {
  const list = database.prepare<[number], DbRow>(sql)
  return (limit: number): RecentCall[] =>
    parsedEach(
      recentCall,
      list.all(limit).map((row) => toRecentCall(row, texts)),
    )
}

function toRecentCall(row: DbRow, texts: CallTexts): unknown {
  const { caller: callerJson, number, dispositionId, ...value } = present(row)
  const from = jsonValue(caller, callerJson)
  return {
    outcome: 'in-progress',
    ...value,
    anonymous: from?.anonymous ?? number === undefined,
    displayName: from?.displayName,
    number: from?.number ?? (typeof number === 'string' ? texts.formatNumber(number) : undefined),
    disposition: typeof dispositionId === 'string' ? texts.dispositionLabel(dispositionId) : undefined,
  }
}

import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { Failure } from '#shared/domain/failure/failure.ts'

export interface FailureText {
  /** What happened. */
  readonly what: string
  /** What to do. */
  readonly todo: string
}

/** Why something cannot be pressed here by whoever has no right to it. */
export function useNoRightText(): string {
  return useFailureText()({ kind: 'no-right' }).what
}

/** The words for an expected failure, `failure:<kind>.what` and `.todo`. */
export function useFailureText(): (failure: Failure) => FailureText {
  const { t } = useTranslation('failure')
  return useCallback(
    ({ kind, params }) => ({
      what: t(`${kind}.what`, { ...params, interpolation: { escapeValue: false } }),
      todo: t(`${kind}.todo`, { ...params, interpolation: { escapeValue: false } }),
    }),
    [t],
  )
}

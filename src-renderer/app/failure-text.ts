import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { Failure } from '#shared/domain/failure/failure.ts'

export interface FailureText {
  /** What happened. */
  readonly what: string
  /** What to do. */
  readonly todo: string
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

import { useTranslation } from 'react-i18next'
import { useFailureText } from '../../app/failure-text.ts'
import { useFormat } from '../../app/format.ts'
import { Banner } from '../../kit/banner.tsx'
import type { LineTestState } from './use-line-test.ts'

/** What the test of the line found, in words, with the next step. */
export function LineTest({ state }: { readonly state: LineTestState }) {
  const { t } = useTranslation('settings')
  const format = useFormat()
  const failureText = useFailureText()
  if (state.kind === 'works') {
    return (
      <Banner inset tone="ok">
        {t('testOk', { time: format.milliseconds(state.roundTripMs) })}
      </Banner>
    )
  }
  if (state.kind !== 'failed') return null
  const { what, todo } = failureText(state.failure)
  return (
    <Banner inset tone="bad" title={what}>
      {todo}
    </Banner>
  )
}

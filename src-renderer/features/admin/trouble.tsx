import type { Failure } from '#shared/domain/failure/failure.ts'
import { useFailureText } from '../../app/failure-text.ts'
import { Banner } from '../../kit/banner.tsx'
import styles from './admin.module.css'

/** Why something was not done, above the form that asked for it. */
export function Trouble({ failure }: { readonly failure: Failure | undefined }) {
  const failureText = useFailureText()
  if (!failure) return null
  const { what, todo } = failureText(failure)
  return (
    <div className={styles.trouble}>
      <Banner tone="bad" title={what} inset>
        {todo}
      </Banner>
    </div>
  )
}

import { Component, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../kit/button.tsx'
import { ErrorState } from '../kit/error-state.tsx'

interface Props {
  readonly children: ReactNode
}

/** A defect in one part of the window leaves the others, and the call, alone. */
export class PartBoundary extends Component<Props, { readonly broken: boolean }> {
  override state = { broken: false }

  static getDerivedStateFromError() {
    return { broken: true }
  }

  override render(): ReactNode {
    return this.state.broken ? <Broken onRetry={() => this.setState({ broken: false })} /> : this.props.children
  }
}

function Broken({ onRetry }: { readonly onRetry: () => void }) {
  const { t } = useTranslation()
  return <ErrorState title={t('crash.title')} text={t('crash.text')} action={<Button onPress={onRetry}>{t('retry')}</Button>} />
}

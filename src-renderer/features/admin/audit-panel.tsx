import { ShieldAlert, ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CommandOutput } from '#shared/contract/commands.ts'
import type { Failure } from '#shared/domain/failure/failure.ts'
import { useBridge } from '../../app/bridge.ts'
import { useFailureText } from '../../app/failure-text.ts'
import { useFormat } from '../../app/format.ts'
import { Banner } from '../../kit/banner.tsx'
import { Button } from '../../kit/button.tsx'
import styles from './admin.module.css'

type Check = CommandOutput<'admin.checkAudit'>
type Phase =
  | { readonly kind: 'idle' | 'checking' }
  | { readonly kind: 'checked'; readonly check: Check; readonly atMs: number }
  | { readonly kind: 'failed'; readonly failure: Failure }

/** Reads the whole audit log on the server and says whether every entry still fits the one before it. */
export function AuditPanel() {
  const { t } = useTranslation('admin')
  const bridge = useBridge()
  const failureText = useFailureText()
  const [phase, setPhase] = useState<Phase>({ kind: 'idle' })
  const check = async () => {
    setPhase({ kind: 'checking' })
    const result = await bridge.call('admin.checkAudit', {})
    setPhase(result.ok ? { kind: 'checked', check: result.value, atMs: Date.now() } : { kind: 'failed', failure: result.failure })
  }
  const words = phase.kind === 'failed' ? failureText(phase.failure) : undefined
  return (
    <div className={styles.audit}>
      <p className={styles.faint}>{t('audit.text')}</p>
      <div>
        <Button variant="primary" icon={ShieldCheck} isPending={phase.kind === 'checking'} onPress={() => void check()}>
          {t(phase.kind === 'checking' ? 'audit.checking' : 'audit.check')}
        </Button>
      </div>
      {phase.kind === 'checked' && <Result check={phase.check} atMs={phase.atMs} />}
      {words && (
        <Banner tone="bad" title={words.what} inset>
          {words.todo}
        </Banner>
      )}
    </div>
  )
}

function Result({ check, atMs }: { readonly check: Check; readonly atMs: number }) {
  const { t } = useTranslation('admin')
  const format = useFormat()
  const { entries, ok, broken } = check
  const Icon = ok ? ShieldCheck : ShieldAlert
  return (
    <div className={styles.result} data-ok={ok} role={ok ? 'status' : 'alert'}>
      <Icon size={24} aria-hidden />
      <div>
        <p className={styles.resultTitle}>
          {ok ? t('audit.ok') : t(`audit.broken.${broken?.what ?? 'edited'}`, { at: broken?.at ?? 0 })}
        </p>
        <p className={styles.faint}>
          {t('audit.entries', { count: entries, formatted: format.number(entries) })} · {format.dateTime(atMs)}
        </p>
        {!ok && <p>{t('audit.todo')}</p>}
      </div>
    </div>
  )
}

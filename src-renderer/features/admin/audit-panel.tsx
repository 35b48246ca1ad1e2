import { ShieldAlert, ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CommandOutput } from '#shared/contract/commands.ts'
import type { Failure } from '#shared/domain/failure/failure.ts'
import { useBridge } from '../../app/bridge.ts'
import { useFormat } from '../../app/format.ts'
import { Button } from '../../kit/button.tsx'
import styles from './admin.module.css'
import { AuditExport } from './audit-export.tsx'
import { Trouble } from './trouble.tsx'

type Check = CommandOutput<'admin.checkAudit'>
type Phase =
  | { readonly kind: 'idle' | 'checking' }
  | { readonly kind: 'checked'; readonly check: Check; readonly atMs: number }
  | { readonly kind: 'failed'; readonly failure: Failure }

/** Reads the whole audit log on the server and says whether every entry still fits the one before it. */
export function AuditPanel() {
  const { t } = useTranslation('admin')
  const bridge = useBridge()
  const [phase, setPhase] = useState<Phase>({ kind: 'idle' })
  const check = async () => {
    setPhase({ kind: 'checking' })
    const result = await bridge.call('admin.checkAudit', {})
    setPhase(result.ok ? { kind: 'checked', check: result.value, atMs: Date.now() } : { kind: 'failed', failure: result.failure })
  }
  return (
    <div className={styles.audit}>
      <p className={styles.faint}>{t('audit.text')}</p>
      <div>
        <Button variant="primary" icon={ShieldCheck} isPending={phase.kind === 'checking'} onPress={() => void check()}>
          {t(phase.kind === 'checking' ? 'audit.checking' : 'audit.check')}
        </Button>
      </div>
      {phase.kind === 'checked' && <Result check={phase.check} atMs={phase.atMs} />}
      <Trouble failure={phase.kind === 'failed' ? phase.failure : undefined} />
      <hr className={styles.line} />
      <AuditExport />
    </div>
  )
}

function Result({ check, atMs }: { readonly check: Check; readonly atMs: number }) {
  const { t } = useTranslation('admin')
  const format = useFormat()
  const { entries, ok, broken, waiting = 0, gaps = 0 } = check
  const words = (count: number) => ({ count, formatted: format.number(count) })
  const Icon = ok ? ShieldCheck : ShieldAlert
  return (
    <div className={styles.result} data-ok={ok} role={ok ? 'status' : 'alert'}>
      <Icon size={24} aria-hidden />
      <div>
        <p className={styles.resultTitle}>
          {ok ? t('audit.ok') : t(`audit.broken.${broken?.what ?? 'edited'}`, { at: broken?.at ?? 0 })}
        </p>
        <p className={styles.faint}>
          {t('audit.entries', words(entries))} · {format.dateTime(atMs)}
        </p>
        {waiting > 0 && <p className={styles.faint}>{t('audit.waiting', words(waiting))}</p>}
        {gaps > 0 && <p>{t('audit.gaps', words(gaps))}</p>}
        {!ok && <p>{t('audit.todo')}</p>}
      </div>
    </div>
  )
}

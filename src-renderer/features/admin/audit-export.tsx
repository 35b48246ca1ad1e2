import { Check, Copy, Download } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CommandOutput } from '#shared/contract/commands.ts'
import type { Failure } from '#shared/domain/failure/failure.ts'
import { useBridge } from '../../app/bridge.ts'
import { useFormat } from '../../app/format.ts'
import { Button } from '../../kit/button.tsx'
import styles from './admin.module.css'
import { Trouble } from './trouble.tsx'

type Phase =
  | { readonly kind: 'idle' | 'saving' }
  | { readonly kind: 'saved'; readonly file: CommandOutput<'admin.exportAudit'> }
  | { readonly kind: 'failed'; readonly failure: Failure }

/** Saves the whole audit log into a file of this computer and shows where. */
export function AuditExport() {
  const { t } = useTranslation('admin')
  const bridge = useBridge()
  const [phase, setPhase] = useState<Phase>({ kind: 'idle' })
  const save = async () => {
    setPhase({ kind: 'saving' })
    const result = await bridge.call('admin.exportAudit', {})
    setPhase(result.ok ? { kind: 'saved', file: result.value } : { kind: 'failed', failure: result.failure })
  }
  return (
    <>
      <p className={styles.faint}>{t('audit.exportText')}</p>
      <div>
        <Button icon={Download} isPending={phase.kind === 'saving'} onPress={() => void save()}>
          {t(phase.kind === 'saving' ? 'audit.exporting' : 'audit.export')}
        </Button>
      </div>
      {phase.kind === 'saved' && <Saved file={phase.file} />}
      <Trouble failure={phase.kind === 'failed' ? phase.failure : undefined} />
    </>
  )
}

function Saved({ file: { path, bytes } }: { readonly file: CommandOutput<'admin.exportAudit'> }) {
  const { t } = useTranslation('admin')
  const format = useFormat()
  const [copied, setCopied] = useState<'yes' | 'no'>()
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(path)
      setCopied('yes')
    } catch {
      // No clipboard for this page: it can still be selected and copied by hand.
      setCopied('no')
    }
  }
  return (
    <div className={styles.oneTime} role="status">
      <p>{t('audit.exported', { size: format.number(Math.max(1, Math.round(bytes / 1_024))) })}</p>
      <div className={styles.secretRow}>
        <code className={styles.path}>{path}</code>
        <Button icon={copied === 'yes' ? Check : Copy} onPress={() => void copy()}>
          {t(copied === 'yes' ? 'oneTime.copied' : 'oneTime.copy')}
        </Button>
      </div>
      {copied === 'no' && <span className={styles.faint}>{t('oneTime.copyByHand')}</span>}
    </div>
  )
}

import { Cable, RotateCcw } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LineSettings } from '#shared/domain/line/line.ts'
import { useAppState } from '../../app/state.ts'
import { useCommand } from '../../app/use-command.ts'
import { Banner } from '../../kit/banner.tsx'
import { Button } from '../../kit/button.tsx'
import { ConfirmDialog } from '../../kit/confirm-dialog.tsx'
import { Panel } from '../../kit/panel.tsx'
import { SectionTitle } from '../../kit/section-title.tsx'
import { TextField } from '../../kit/text-field.tsx'
import { useToast } from '../../kit/toast.tsx'
import { commandInput, draftOf, draftProblems, type LineDraft } from './line-draft.ts'
import { LineTest } from './line-test.tsx'
import styles from './settings.module.css'
import { useLineTest } from './use-line-test.ts'

/** The PBX: its address and account, a test that says what is wrong, and the way back to the demo line. */
export function LineForm({ saved }: { readonly saved: LineSettings | undefined }) {
  const { t } = useTranslation('settings')
  const { t: common } = useTranslation()
  const run = useCommand()
  const toast = useToast()
  const persists = useAppState((state) => state.host?.secretsPersist !== false)
  const [draft, setDraft] = useState(() => draftOf(saved))
  const [tried, setTried] = useState(false)
  const [isSaving, setSaving] = useState(false)
  const [forgetting, setForgetting] = useState(false)
  const test = useLineTest()
  const problems = draftProblems(draft)
  const isValid = Object.keys(problems).length === 0

  const field = (key: keyof LineDraft) => ({
    value: draft[key],
    onChange: (value: string) => {
      setDraft({ ...draft, [key]: value })
      test.reset()
    },
    error: tried && problems[key] ? t(problems[key]) : undefined,
  })
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!isValid) return
    setSaving(true)
    const result = await run('line.configure', commandInput(draft))
    setSaving(false)
    if (result.ok) toast({ tone: 'ok', title: t('lineSaved') })
  }
  const forget = async () => {
    setForgetting(false)
    const result = await run('line.forget', {})
    if (result.ok) setDraft(draftOf(undefined))
  }
  const passwordHint = t(persists ? (saved ? 'passwordKept' : 'passwordSafe') : 'passwordMemory')

  return (
    <Panel label={t('lineTitle')}>
      <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
        <SectionTitle>{t('lineTitle')}</SectionTitle>
        {!saved && (
          <Banner inset tone="info" title={t('demoTitle')}>
            {t('demoText')}
          </Banner>
        )}
        <TextField
          label={t('server')}
          hint={t('serverHint')}
          isRequired
          type="url"
          maxLength={300}
          autoComplete="off"
          {...field('server')}
        />
        <div className={styles.pair}>
          <TextField label={t('user')} isRequired maxLength={100} autoComplete="off" {...field('user')} />
          <TextField
            label={t('password')}
            hint={passwordHint}
            type="password"
            maxLength={200}
            autoComplete="new-password"
            {...field('password')}
          />
        </div>
        <div className={styles.pair}>
          <TextField label={t('domain')} hint={t('domainHint')} maxLength={200} {...field('domain')} />
          <TextField label={t('displayName')} maxLength={100} {...field('displayName')} />
        </div>
        <LineTest state={test.state} />
        <div className={styles.buttons}>
          <Button type="submit" variant="primary" isPending={isSaving}>
            {t('saveLine')}
          </Button>
          <Button
            icon={Cable}
            isPending={test.state.kind === 'testing'}
            onPress={() => {
              setTried(true)
              if (isValid) void test.run(commandInput(draft))
            }}
          >
            {t('test')}
          </Button>
          <span className={styles.space} />
          {saved && (
            <Button variant="ghost" icon={RotateCcw} onPress={() => setForgetting(true)}>
              {t('forget')}
            </Button>
          )}
        </div>
      </form>
      <ConfirmDialog
        title={t('forgetTitle')}
        confirmLabel={t('forgetYes')}
        cancelLabel={common('cancel')}
        closeLabel={common('close')}
        isOpen={forgetting}
        onConfirm={() => void forget()}
        onClose={() => setForgetting(false)}
      >
        <p>{t('forgetText')}</p>
      </ConfirmDialog>
    </Panel>
  )
}

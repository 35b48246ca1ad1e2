import { useTranslation } from 'react-i18next'
import { answerOption, blockAt, goNext, tickItem, typeValue } from '#shared/domain/script/run-script.ts'
import type { Script, ScriptRun, ScriptStep } from '#shared/domain/script/script.ts'
import { assertNever } from '#shared/flow/assert-never.ts'
import { Checkbox } from '../../kit/checkbox.tsx'
import { TextField } from '../../kit/text-field.tsx'
import { AnswerButton } from './answer-button.tsx'
import styles from './script.module.css'

interface StepProps {
  readonly script: Script
  readonly run: ScriptRun
  readonly advance: (next: ScriptRun) => void
  /** Digits choose options now, so they are shown. */
  readonly hasKeys: boolean
  /** Going on was refused: say why. */
  readonly showBlock: boolean
}

/** Where the operator writes down what the customer answered. */
export function StepAnswers({ step, ...props }: StepProps & { readonly step: ScriptStep }) {
  switch (step.kind) {
    case 'choice':
      return <Options step={step} {...props} />
    case 'checklist':
      return <Checklist step={step} {...props} />
    case 'input':
      return <Input key={step.stepId} step={step} {...props} />
    case 'say':
    case 'end':
      return null
    default:
      return assertNever(step)
  }
}

function Options({ step, script, run, advance, hasKeys }: StepProps & { readonly step: ScriptStep & { kind: 'choice' } }) {
  const { t } = useTranslation('script')
  const answer = run.answers[step.stepId]
  return (
    <fieldset className={styles.options} aria-label={t('options')}>
      {step.options.map((option, index) => (
        <AnswerButton
          key={option.key}
          shortcut={hasKeys ? String(index + 1) : undefined}
          isChosen={option.key === answer}
          onPress={() => advance(answerOption(script, run, option.key))}
        >
          {option.label[run.language]}
        </AnswerButton>
      ))}
    </fieldset>
  )
}

function Checklist({ step, script, run, advance }: StepProps & { readonly step: ScriptStep & { kind: 'checklist' } }) {
  const { t } = useTranslation('script')
  const ticked = run.answers[step.stepId] ?? []
  return (
    <fieldset className={styles.checklist} aria-label={t('checklist')}>
      {step.items.map((item) => (
        <Checkbox
          key={item.key}
          isSelected={ticked.includes(item.key)}
          onChange={(on) => advance(tickItem(script, run, item.key, on))}
        >
          {item.label[run.language]}
        </Checkbox>
      ))}
    </fieldset>
  )
}

function Input({ step, script, run, advance, showBlock }: StepProps & { readonly step: ScriptStep & { kind: 'input' } }) {
  const { t } = useTranslation('script')
  const { field } = step
  const value = run.answers[step.stepId]
  const block = showBlock ? blockAt(script, run) : undefined
  return (
    <TextField
      label={field.label[run.language]}
      isRequired={field.required}
      type={field.type === 'date' ? 'date' : field.type === 'phone' ? 'tel' : 'text'}
      inputMode={field.type === 'number' ? 'decimal' : field.type === 'phone' ? 'tel' : 'text'}
      value={typeof value === 'string' ? value : ''}
      onChange={(text) => advance(typeValue(script, run, text))}
      onKeyDown={(event) => {
        if (event.key === 'Enter') advance(goNext(script, run))
        else event.continuePropagation()
      }}
      maxLength={2_000}
      error={block && t(`block.${block}`)}
    />
  )
}

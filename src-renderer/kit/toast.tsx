import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from 'lucide-react'
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { classNames } from './class-names.ts'
import { IconButton } from './icon-button.tsx'
import styles from './toast.module.css'
import type { Tone } from './tone.ts'

export interface ToastSpec {
  readonly tone?: Tone
  readonly title: string
  readonly text?: string
  /** One thing to do about it, e.g. a ghost Button. */
  readonly action?: ReactNode
  /** 0: stays until closed. Bad ones stay by default. */
  readonly timeoutMs?: number
}

interface ShownToast extends ToastSpec {
  readonly id: number
}

const ToastContext = createContext<((toast: ToastSpec) => void) | undefined>(undefined)

const icons = { neutral: Info, info: Info, accent: Info, ok: CircleCheck, warn: CircleAlert, bad: TriangleAlert }
const mostShown = 4

/** Tells something in a corner, without taking the focus. */
export function useToast(): (toast: ToastSpec) => void {
  const add = useContext(ToastContext)
  if (!add) throw new Error('No ToastProvider above this component')
  return add
}

export function ToastProvider({
  regionLabel,
  closeLabel,
  children,
}: {
  readonly regionLabel: string
  readonly closeLabel: string
  readonly children: ReactNode
}) {
  const [toasts, setToasts] = useState<readonly ShownToast[]>([])
  const lastId = useRef(0)
  const close = useCallback((id: number) => setToasts((shown) => shown.filter((toast) => toast.id !== id)), [])
  const add = useCallback((toast: ToastSpec) => {
    lastId.current += 1
    const entry = { ...toast, id: lastId.current }
    // The same news twice is one toast.
    setToasts((shown) =>
      [...shown.filter((one) => one.title !== toast.title || one.text !== toast.text), entry].slice(-mostShown),
    )
  }, [])
  const region = useMemo(
    () => (
      <section className={styles.region} aria-label={regionLabel} aria-live="polite">
        {toasts.map((toast) => (
          <ToastCard key={toast.id} toast={toast} closeLabel={closeLabel} onClose={close} />
        ))}
      </section>
    ),
    [toasts, regionLabel, closeLabel, close],
  )
  return (
    <ToastContext value={add}>
      {children}
      {region}
    </ToastContext>
  )
}

function ToastCard({
  toast,
  closeLabel,
  onClose,
}: {
  readonly toast: ShownToast
  readonly closeLabel: string
  readonly onClose: (id: number) => void
}) {
  const { id, tone = 'neutral' } = toast
  const timeoutMs = toast.timeoutMs ?? (tone === 'bad' ? 0 : 6_000)
  useEffect(() => {
    if (timeoutMs === 0) return
    const timer = setTimeout(() => onClose(id), timeoutMs)
    return () => clearTimeout(timer)
  }, [id, timeoutMs, onClose])
  const Icon = icons[tone]
  return (
    <div className={classNames(styles.toast, styles[tone])} role={tone === 'bad' ? 'alert' : undefined}>
      <Icon size={17} aria-hidden />
      <div className={styles.body}>
        <strong>{toast.title}</strong>
        {toast.text && <p>{toast.text}</p>}
        {toast.action}
      </div>
      <IconButton icon={X} size="s" label={closeLabel} onPress={() => onClose(id)} />
    </div>
  )
}

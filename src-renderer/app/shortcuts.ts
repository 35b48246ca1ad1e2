import { useEffect, useRef } from 'react'

/** A key by its place on the keyboard (`KeyboardEvent.code`), so that it works in any layout. */
interface Chord {
  readonly code: string
  readonly ctrl?: boolean
  readonly alt?: boolean
  readonly shift?: boolean
  /** As it is shown: `F2`, `Ctrl+K`. */
  readonly text: string
  /** Single letters: only while no text field has the focus. */
  readonly notWhileTyping?: boolean
}

const key = (code: string, text = code): Chord => ({ code, text })
const letter = (code: string, text: string): Chord => ({ code, text, notWhileTyping: true })
const ctrl = (code: string, text: string): Chord => ({ code, ctrl: true, text: `Ctrl+${text}` })
const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const
const tab = (digit: (typeof digits)[number]): readonly Chord[] => [
  ctrl(`Digit${digit}`, digit),
  { code: `Digit${digit}`, alt: true, text: `Alt+${digit}` },
]

/** Every shortcut of the app: its first chord is the one that tooltips show. */
export const shortcuts = {
  answer: [key('F2'), letter('KeyA', 'A')],
  hold: [key('F3'), letter('KeyH', 'H')],
  mute: [key('F4'), letter('KeyM', 'M')],
  hangUp: [key('F8')],
  keypad: [letter('KeyD', 'D')],
  note: [key('F6')],
  scriptNext: [key('F7')],
  scriptBack: [{ code: 'F7', shift: true, text: 'Shift+F7' }],
  finish: [ctrl('Enter', 'Enter')],
  palette: [ctrl('KeyK', 'K')],
  dial: [key('F9')],
  ready: [ctrl('KeyB', 'B')],
  help: [key('F1'), { code: 'Slash', shift: true, text: '?', notWhileTyping: true }],
  tab1: tab('1'),
  tab2: tab('2'),
  tab3: tab('3'),
  tab4: tab('4'),
  tab5: tab('5'),
  tab6: tab('6'),
  tab7: tab('7'),
  tab8: tab('8'),
  tab9: tab('9'),
} as const satisfies Readonly<Record<string, readonly Chord[]>>

export type ShortcutId = keyof typeof shortcuts

/** The text for tooltips. */
export function shortcutText(id: ShortcutId): string {
  return shortcuts[id][0].text
}

export interface KeyPress {
  readonly code: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

/** Which shortcut a key press is. Command counts as Ctrl. */
export function matchShortcut(press: KeyPress, typing: boolean): ShortcutId | undefined {
  for (const [id, chords] of Object.entries(shortcuts) as [ShortcutId, readonly Chord[]][]) {
    for (const chord of chords) {
      if (chord.code !== press.code || (typing && chord.notWhileTyping)) continue
      const modifiers = (press.ctrlKey || press.metaKey) === Boolean(chord.ctrl) && press.altKey === Boolean(chord.alt)
      if (modifiers && press.shiftKey === Boolean(chord.shift)) return id
    }
  }
  return undefined
}

const textRoles: readonly string[] = ['textbox', 'searchbox', 'spinbutton', 'combobox']

/** Whether keys go into a text now. */
export function isTyping(element: Element | null): boolean {
  if (element instanceof HTMLTextAreaElement) return !element.readOnly
  if (element instanceof HTMLInputElement)
    return !['checkbox', 'radio', 'button', 'submit', 'range', 'file', 'color'].includes(element.type)
  return element instanceof HTMLElement && (element.isContentEditable || textRoles.includes(element.getAttribute('role') ?? ''))
}

/** A list, a menu or a dialog is open: single keys belong to it. A list that is part of the page (`data-inline`) is not. */
export function isOverlayOpen(page: Document): boolean {
  return page.querySelector('[role=dialog],[role=alertdialog],[role=menu],[role=listbox]:not([data-inline])') !== null
}

/**
 * Runs `run` at a shortcut while this component is mounted and `enabled`. Of several components with the same
 * shortcut the first mounted hears it: an id belongs to one place at a time.
 */
export function useShortcut(id: ShortcutId, run: () => void, enabled = true): void {
  const latest = useRef(run)
  useEffect(() => {
    latest.current = run
  })
  useEffect(() => {
    if (!enabled) return
    const take = (event: KeyboardEvent, quiet: boolean) => {
      if (event.defaultPrevented || event.isComposing || event.repeat || matchShortcut(event, quiet) !== id) return
      event.preventDefault()
      latest.current()
    }
    // Keys that work while typing are taken on the way down: fields of React Aria stop key events on the way up.
    const onTheWayDown = (event: KeyboardEvent) => take(event, true)
    const onTheWayUp = (event: KeyboardEvent) => {
      if (isTyping(document.activeElement) || isOverlayOpen(document)) return
      take(event, false)
    }
    window.addEventListener('keydown', onTheWayDown, { capture: true })
    window.addEventListener('keydown', onTheWayUp)
    return () => {
      window.removeEventListener('keydown', onTheWayDown, { capture: true })
      window.removeEventListener('keydown', onTheWayUp)
    }
  }, [id, enabled])
}

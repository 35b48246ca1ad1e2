import styles from './kbd.module.css'

/** A key or a chord, e.g. `F2` or `Ctrl+K`. */
export function Kbd({ children }: { readonly children: string }) {
  return <kbd className={styles.kbd}>{children}</kbd>
}

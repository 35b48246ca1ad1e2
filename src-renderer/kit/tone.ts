/** What a colour says; status colours are used for status only. */
export type Tone = 'neutral' | 'info' | 'ok' | 'warn' | 'bad' | 'accent'

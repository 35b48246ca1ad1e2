/** Hears every SIP message with its monotonic time (ms): read from the socket, or handed to it. For benchmarks and support. */
export type SipTrace = (direction: 'in' | 'out', message: string, atMs: number) => void

/** The two IPC channels; both carry the JSON text of one message of the contract, as a WebSocket would. */
export const toMainChannel = 'dzvin:to-main'
export const toPageChannel = 'dzvin:to-page'
/** Process argument that tells a preload its page's role. */
export const roleArgument = '--dzvin-role='

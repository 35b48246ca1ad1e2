import { connectWire } from '../app/connect-wire.ts'
import { startMediaPage } from './media-page.ts'

/** Three frames: the card is painted by then, and nobody hears that the bell came later. */
const cardFirstMs = 50

startMediaPage(connectWire('media'), window.parent === window ? 0 : cardFirstMs)

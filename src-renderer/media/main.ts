import { connectWire } from '../app/connect-wire.ts'
import { startMediaPage } from './media-page.ts'

startMediaPage(connectWire('media'))

import './kit/base.css'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { connectBridge } from './app/connect-bridge.ts'
import { connectWire } from './app/connect-wire.ts'
import { createI18n } from './app/i18n.ts'
import { feedAppState } from './app/state.ts'

const bridge = connectBridge(connectWire('ui'))
feedAppState(bridge)

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
createRoot(root).render(<App bridge={bridge} i18n={createI18n('uk')} onReload={() => window.location.reload()} />)

import { type Script, script } from './script.ts'

const said = (text: string) => ({ uk: text, ru: text, en: text })

/** A small script with every kind of step, for tests. */
export function sampleScript(change: Partial<Script> = {}): Script {
  return script.parse({
    scriptId: 'sample',
    version: 1,
    name: said('Sample'),
    rule: { queues: [], languages: [], segments: [], direction: 'any', priority: 0 },
    firstStep: 'hello',
    steps: [
      { kind: 'say', stepId: 'hello', title: said('Hello'), say: said('Hello {{ customer.givenName }}'), goTo: 'why' },
      {
        kind: 'choice',
        stepId: 'why',
        title: said('Why'),
        say: said('Why?'),
        options: [
          { key: 'fault', label: said('Fault'), goTo: 'checks' },
          { key: 'nothing', label: said('Nothing') },
        ],
      },
      {
        kind: 'checklist',
        stepId: 'checks',
        title: said('Checks'),
        say: said('Please check'),
        items: [
          { key: 'power', label: said('Power') },
          { key: 'cable', label: said('Cable') },
        ],
        goTo: 'since',
      },
      {
        kind: 'input',
        stepId: 'since',
        title: said('Since'),
        say: said('Since when?'),
        field: { key: 'since', label: said('Date'), type: 'date', required: true },
        goTo: 'bye',
      },
      { kind: 'end', stepId: 'bye', title: said('Bye'), say: said('Bye'), suggestDisposition: 'solved' },
    ],
    objections: [],
    ...change,
  })
}

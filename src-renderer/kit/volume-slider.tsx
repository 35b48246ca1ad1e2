import { useEffect, useState } from 'react'
import { Label, Slider, SliderOutput, SliderThumb, SliderTrack } from 'react-aria-components'
import field from './field.module.css'
import styles from './volume-slider.module.css'

/** A share of the whole, 0-1; `onChange` is called when the thumb is let go. */
export function VolumeSlider({
  label,
  value,
  onChange,
}: {
  readonly label: string
  readonly value: number
  readonly onChange: (value: number) => void
}) {
  const [shown, setShown] = useState(value)
  useEffect(() => setShown(value), [value])
  return (
    <Slider
      className={styles.slider as string}
      minValue={0}
      maxValue={1}
      step={0.05}
      value={shown}
      onChange={setShown}
      onChangeEnd={onChange}
      formatOptions={{ style: 'percent' }}
    >
      <div className={styles.head}>
        <Label className={field.label as string}>{label}</Label>
        <SliderOutput className={field.hint as string} />
      </div>
      <SliderTrack className={styles.track as string}>
        {({ state }) => (
          <>
            <span className={styles.rail} />
            <span className={styles.fill} style={{ width: `${state.getThumbPercent(0) * 100}%` }} />
            <SliderThumb className={styles.thumb as string} />
          </>
        )}
      </SliderTrack>
    </Slider>
  )
}

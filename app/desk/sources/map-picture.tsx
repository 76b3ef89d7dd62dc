import { translator } from '#app/_server/i18n.ts'
import type { Box, Line, Picture } from '#domain/dataset/picture/picture.ts'

const MOST_LETTERS = 24
const short = (text: string) => (text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS - 1)}…` : text)

/** The map drawn: it scrolls within itself, and everything in it stands in the tables below it too. */
export async function MapPicture({ name, picture }: { name: string; picture: Picture }) {
  const t = await translator('sources')
  const { width, height, boxes, lines } = picture
  const own = boxes.filter(({ elsewhere }) => elsewhere === null)
  return (
    <section
      className="mb-4 max-h-[75vh] overflow-auto rounded-lg border border-line bg-sheet p-2"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key
      tabIndex={0}
      aria-label={t('map.title')}
    >
      <svg
        role="img"
        aria-label={t('map.picture', { name, collections: own.length, references: lines.length })}
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        className="block max-w-none text-xs"
      >
        <defs>
          <Arrow id="map-arrow" className="fill-edge" />
          <Arrow id="map-arrow-third" className="fill-warn" />
        </defs>
        {lines.map((line) => (
          <Reference key={line.id} line={line} />
        ))}
        {boxes.map((box) => (
          <CollectionBox key={box.id} box={box} />
        ))}
      </svg>
    </section>
  )
}

const Arrow = ({ id, className }: { id: string; className: string }) => (
  <marker id={id} viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto-start-reverse">
    <path d="M 0 0 L 8 4 L 0 8 z" className={className} />
  </marker>
)

function Reference({
  line: { path, child, parent, childFields, parentFields, down, up, isThirdParty },
}: {
  line: Line
}) {
  const arrow = `url(#${isThirdParty ? 'map-arrow-third' : 'map-arrow'})`
  return (
    <path
      d={path}
      fill="none"
      strokeWidth="1.5"
      strokeDasharray={isThirdParty ? '5 4' : undefined}
      className={isThirdParty ? 'stroke-warn' : 'stroke-edge'}
      {...(down && { markerEnd: arrow })}
      {...(up && { markerStart: arrow })}
    >
      <title>{`${child} (${childFields.join(', ')}) → ${parent} (${parentFields.join(', ')})`}</title>
    </path>
  )
}

function CollectionBox({ box }: { box: Box }) {
  const { x, y, width, height, collection, elsewhere, ways, isUnreachable, isThirdParty } = box
  const below = elsewhere ?? ways.map(({ label }) => label).join(', ')
  return (
    <g>
      <title>{collection}</title>
      <rect
        x={x}
        y={y}
        width={width}
        height={height}
        rx="8"
        strokeWidth={ways.length > 0 ? 2 : 1}
        strokeDasharray={elsewhere === null ? undefined : '4 4'}
        className={boxLook(box)}
      />
      <text x={x + 12} y={y + (below ? 21 : 30)} className="fill-ink font-semibold">
        {short(collection)}
      </text>
      {below && (
        <text x={x + 12} y={y + 38} className={elsewhere ? 'fill-muted' : 'fill-brand'}>
          {elsewhere ? '' : '→ '}
          {short(below)}
        </text>
      )}
      {(isUnreachable || isThirdParty) && (
        <text x={x + width - 12} y={y + (below ? 21 : 30)} textAnchor="end" className="fill-warn font-semibold">
          {isUnreachable ? '∅' : '⚑'}
        </text>
      )}
    </g>
  )
}

function boxLook({ elsewhere, ways, isUnreachable }: Box): string {
  if (elsewhere !== null) return 'fill-transparent stroke-edge'
  if (isUnreachable) return 'fill-warn-wash stroke-warn'
  return ways.length > 0 ? 'fill-brand-wash stroke-brand' : 'fill-sunken stroke-edge'
}

// Reads a feed document from standard input with an npm parser and prints its entries as JSON:
// node parse.cjs FOLDER PARSER, where FOLDER holds node_modules.
const { createRequire } = require('node:module')
const [folder, parser] = process.argv.slice(2)
const load = createRequire(folder + '/x.js')
const told = (list) => process.stdout.write(JSON.stringify(list))

async function read (text) {
  if (parser === 'rss-parser') {
    const Parser = load('rss-parser')
    const feed = await new Parser().parseString(text)
    return feed.items.map((i) => ({ id: i.id || i.guid, title: i.title, link: i.link, html: i['content:encoded'] || i.content, updated: i.isoDate }))
  }
  if (parser === 'feedparser') {
    const FeedParser = load('feedparser')
    const found = []
    const stream = new FeedParser({ addmeta: false })
    return new Promise((resolve, reject) => {
      stream.on('error', reject)
      stream.on('readable', function () { let i; while ((i = this.read())) found.push({ id: i.guid, title: i.title, link: i.link, html: i.description, updated: i.date }) })
      stream.on('end', () => resolve(found))
      stream.end(text)
    })
  }
  const { extractFromXml, extractFromJson } = await import(load.resolve('@extractus/feed-extractor'))
  const options = { getExtraEntryFields: (e) => ({ html: e.content?.['#text'] || e['content:encoded'] || e.content_html }) }
  const feed = text.startsWith('{') ? extractFromJson(JSON.parse(text), options) : extractFromXml(text, options)
  return feed.entries.map((i) => ({ id: i.id, title: i.title, link: i.link, html: i.html, updated: i.published }))
}

let text = ''
process.stdin.setEncoding('utf8').on('data', (part) => { text += part }).on('end', () => {
  read(text).then(told, (error) => { process.stderr.write(String(error)); process.exitCode = 1 })
})

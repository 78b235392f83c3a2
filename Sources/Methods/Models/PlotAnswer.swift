/// The answer of `plot`.
import Analytics
import Contract
import Support
import Tables
import Wire

struct PlotAnswer: Answer {
  let title: Said
  let alt: Said
  let svg: String
  let vegaLite: JSON
  let data: JSON
  let warnings: [Warning]
  let meta: Meta
  var output: SavedPicture?

  init(_ figure: Figure, _ table: Table?, _ params: Plot.Params, _ run: Run) {
    let say = Speaker(params.data.lang, of: table)
    // A picture speaks one language: the one asked for, or that of the headers.
    let language: Language =
      switch params.data.lang {
      case .en: .en
      case .zh: .zh
      case .auto, .both: table?.language ?? .en
      }
    title = say(figure.title)
    alt = say(figure.alt)
    svg = figure.svg(width: params.width, in: language)
    let vega = VegaLite(figure, width: params.width, language)
    vegaLite = vega.json
    data = vega.rows
    warnings = ((table?.notices ?? []) + figure.notices).map { say($0) }
    meta = Meta(
      table, method: params.kind.rawValue, customers: figure.count, asOf: figure.asOf,
      seed: params.data.seed, run)
  }

  static let members: [Member<Self>] = [
    Member("title", \.title, "The title."),
    Member("alt", \.alt, "What is to be seen, for those who do not see it."),
    Member("svg", \.svg, "The picture as an SVG document."),
    Member("vegaLite", \.vegaLite, "The picture as a Vega-Lite 5 specification with its data."),
    Member("data", \.data, "The rows that are drawn."),
    Member("warnings", \.warnings, "What to know about the data."),
    Member("meta", \.meta, "What was read and how."),
    Member("output", ifAny: \.output, "The file that was written."),
  ]
}

struct SavedPicture: Answer {
  let path: String
  let bytes: Int

  static let members: [Member<Self>] = [
    Member("path", \.path, "The file, absolute."),
    Member("bytes", \.bytes, "Its size."),
  ]
}

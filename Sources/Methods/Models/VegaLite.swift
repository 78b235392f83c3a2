/// A figure as a Vega-Lite 5 specification: the same values and words, drawn by somebody else.
import Analytics
import Support
import Wire

struct VegaLite: Sendable {
  let rows: JSON
  let json: JSON

  init(_ figure: Figure, width: Int, _ language: Language) {
    let parts = VegaParts(language: language, width: width)
    let (rows, drawing): (JSON, [JSONMember]) =
      switch figure.chart {
      case .scatter(let scatter): (parts.rows(scatter), parts.drawing(scatter))
      case .lines(let lines): (parts.rows(lines), parts.drawing(lines))
      case .heatmap(let heatmap): (parts.rows(heatmap), parts.drawing(heatmap))
      case .bars(let bars): (parts.rows(bars), parts.drawing(bars))
      case .curves(let curves): (parts.rows(curves), parts.drawing(curves))
      case .ranking(let ranking): (parts.rows(ranking), parts.drawing(ranking))
      }
    self.rows = rows
    json = .object(
      [
        JSONMember("$schema", "https://vega.github.io/schema/vega-lite/v5.json"),
        JSONMember("description", .string(figure.alt.text(in: language))),
        JSONMember(
          "title",
          [
            "text": .string(figure.title.text(in: language)),
            "subtitle": .string(figure.subtitle.text(in: language)), "anchor": "start",
          ]),
        JSONMember("width", .int(Int64(max(100, width - 160)))),
        JSONMember("data", ["values": rows]),
      ] + drawing)
  }
}

/// Rows and encodings of each kind of chart.
struct VegaParts: Sendable {
  let language: Language
  /// Of the whole picture, in pixels.
  let width: Int

  func say(_ phrase: Phrase) -> JSON { .string(phrase.text(in: language)) }

  /// Numbers with six digits: a picture shows no more, and rows stay short.
  func number(_ value: Double?) -> JSON {
    guard let value, value.isFinite else { return .null }
    guard value != value.rounded() else { return .double(value) }
    var scale = 1e5
    while scale > 1e-9, abs(value) * scale >= 1e6 { scale /= 10 }
    return .double((value * scale).rounded() / scale)
  }

  func axis(_ title: Phrase, _ style: NumberStyle) -> JSON {
    var members = [JSONMember("title", say(title))]
    if style == .percent { members.append(JSONMember("format", ".0%")) }
    return .object(members)
  }

  func field(_ name: String, _ type: String, _ more: [JSONMember] = []) -> JSON {
    .object([JSONMember("field", .string(name)), JSONMember("type", .string(type))] + more)
  }

  func tips(_ fields: [(String, String)]) -> JSON {
    .array(fields.map { field($0.0, $0.1) })
  }

  // MARK: Points

  func rows(_ scatter: Figure.Scatter) -> JSON {
    let names = scatter.groups.map { say($0.name) }
    return .array(
      scatter.points.map { point in
        [
          "x": number(point.x), "y": number(point.y),
          "group": names.indices.contains(point.group) ? names[point.group] : .null,
        ]
      })
  }

  func drawing(_ scatter: Figure.Scatter) -> [JSONMember] {
    let names = scatter.groups.map { say($0.name) }
    let looks = scatter.groups.indices.map(GroupLook.init)
    let hidesY = scatter.y.title.en.isEmpty
    func position(
      _ name: String, _ axis: Figure.Axis, _ range: ClosedRange<Double>, isHidden: Bool = false
    ) -> JSON {
      let ends: JSON = [number(range.lowerBound), number(range.upperBound)]
      return field(
        name, "quantitative",
        [
          JSONMember("scale", ["domain": ends, "clamp": true, "nice": false]),
          JSONMember("axis", isHidden ? .null : self.axis(axis.title, axis.style)),
        ])
    }
    let group = field(
      "group", "nominal",
      [
        JSONMember(
          "scale", ["domain": .array(names), "range": .array(looks.map { .string($0.colour) })]),
        JSONMember("legend", ["title": .null, "orient": "bottom", "columns": 3]),
      ])
    let shape = field(
      "group", "nominal",
      [
        JSONMember(
          "scale", ["domain": .array(names), "range": .array(looks.map { .string($0.shape) })])
      ])
    return [
      JSONMember("height", hidesY ? 160 : 400),
      JSONMember("mark", ["type": "point", "filled": true, "opacity": 0.65, "size": 28]),
      JSONMember(
        "encoding",
        [
          "x": position("x", scatter.x, scatter.frame.x),
          "y": position("y", scatter.y, scatter.frame.y, isHidden: hidesY),
          "color": group, "shape": shape,
        ]),
    ]
  }

  // MARK: Lines

  func rows(_ lines: Figure.Lines) -> JSON {
    .array(
      lines.series.flatMap { series in
        zip(lines.places, series.values).map { place, value in
          ["x": .int(Int64(place)), "y": number(value), "series": say(series.name)]
        }
      })
  }

  func drawing(_ lines: Figure.Lines) -> [JSONMember] {
    let names = lines.series.map { say($0.name) }
    let colours = lines.series.indices.map { JSON.string(GroupLook($0).colour) }
    let encoding: JSON = [
      "x": field(
        "x", "quantitative",
        [
          JSONMember("axis", ["title": say(lines.x.title), "tickMinStep": 1, "format": "d"]),
          JSONMember("scale", ["zero": false, "nice": false]),
        ]),
      "y": field("y", "quantitative", [JSONMember("axis", axis(lines.y.title, lines.y.style))]),
      "color": field(
        "series", "nominal",
        [
          JSONMember("scale", ["domain": .array(names), "range": .array(colours)]),
          JSONMember("legend", ["title": .null, "orient": "bottom"]),
        ]),
    ]
    var layers: [JSON] = [["mark": ["type": "line", "point": true], "encoding": encoding]]
    if let mark = lines.mark {
      layers.append(self.mark(Double(mark.place), mark.words))
    }
    return [JSONMember("height", 320), JSONMember("layer", .array(layers))]
  }

  /// An upright line with its words.
  private func mark(_ value: Double, _ words: Phrase) -> JSON {
    [
      "data": ["values": [["x": number(value), "words": say(words)]]],
      "mark": ["type": "rule", "strokeDash": [4, 3], "color": "#5f6c7b"],
      "encoding": [
        "x": field("x", "quantitative"), "tooltip": field("words", "nominal"),
      ],
    ]
  }

  // MARK: Cells

  func rows(_ heatmap: Figure.Heatmap) -> JSON {
    .array(
      heatmap.cells.map { cell in
        [
          "row": say(heatmap.rows[cell.row].name), "column": .string(heatmap.columns[cell.column]),
          "value": number(cell.value), "count": .int(Int64(cell.count)),
          "text": .string(cell.lines.map { $0.text(in: language) }.joined(separator: " / ")),
          "unfinished": .bool(cell.isHatched),
        ]
      })
  }

  func drawing(_ heatmap: Figure.Heatmap) -> [JSONMember] {
    let longest = heatmap.cells.map { cell in
      cell.lines.reduce(0) { $0 + $1.text(in: language).count + 3 } - 3
    }.max()
    let hasRoom = (width - 160) / max(1, heatmap.columns.count) >= 7 * (longest ?? 0)
    let x = field(
      "column", "ordinal",
      [
        JSONMember("sort", .array(heatmap.columns.map { .string($0) })),
        JSONMember("axis", ["title": say(heatmap.x.title), "orient": "top", "labelAngle": 0]),
      ])
    let y = field(
      "row", "ordinal",
      [
        JSONMember("sort", .array(heatmap.rows.map { say($0.name) })),
        JSONMember("axis", ["title": say(heatmap.y.title)]),
      ])
    let colour = field(
      "value", "quantitative",
      [
        JSONMember("scale", ["scheme": "blues"]),
        JSONMember("legend", axis(heatmap.value, heatmap.style)),
      ])
    let cells: JSON = [
      "mark": ["type": "rect", "invalid": .null],
      "encoding": [
        "color": colour,
        "opacity": ["condition": ["test": "datum.unfinished", "value": 0.45], "value": 1],
        "tooltip": tips([
          ("row", "nominal"), ("column", "nominal"), ("text", "nominal"), ("count", "quantitative"),
        ]),
      ],
    ]
    let most = heatmap.cells.compactMap(\.value).max() ?? 1
    let words: JSON = [
      "mark": ["type": "text", "fontSize": 10],
      "encoding": [
        "text": field("text", "nominal"),
        "color": [
          "condition": [
            "test": .string("datum.value > \(number(most * 0.55).text())"), "value": "white",
          ], "value": "#1f2933",
        ],
      ],
    ]
    return [
      JSONMember("height", ["step": 30]),
      JSONMember("encoding", ["x": x, "y": y]),
      JSONMember("layer", .array(hasRoom ? [cells, words] : [cells])),
    ]
  }

  // MARK: Bars

  func rows(_ bars: Figure.Bars) -> JSON {
    var rows = zip(zip(bars.edges, bars.edges.dropFirst()), bars.counts).map {
      edges, count -> JSON in
      ["from": number(edges.0), "to": number(edges.1), "count": .int(Int64(count))]
    }
    if let beyond = bars.beyond {
      rows.append(["from": number(bars.edges.last), "to": .null, "count": .int(Int64(beyond))])
    }
    return .array(rows)
  }

  func drawing(_ bars: Figure.Bars) -> [JSONMember] {
    let encoding: JSON = [
      "x": field(
        "from", "quantitative",
        [
          JSONMember("bin", ["binned": true]),
          JSONMember("axis", axis(bars.x.title, bars.x.style)),
        ]),
      "x2": ["field": "to"],
      "y": field("count", "quantitative", [JSONMember("axis", axis(bars.y.title, bars.y.style))]),
      "tooltip": tips([
        ("from", "quantitative"), ("to", "quantitative"), ("count", "quantitative"),
      ]),
    ]
    var layers: [JSON] = [
      [
        "transform": [["filter": "isValid(datum.to)"]],
        "mark": ["type": "bar", "color": .string(GroupLook(0).colour)], "encoding": encoding,
      ]
    ]
    if let mark = bars.mark { layers.append(self.mark(mark.value, mark.words)) }
    return [JSONMember("height", 320), JSONMember("layer", .array(layers))]
  }
}

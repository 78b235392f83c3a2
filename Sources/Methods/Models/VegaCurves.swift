/// Curves with bands, points with whiskers and ranked quantities as Vega-Lite.
import Analytics
import Support
import Wire

extension VegaParts {
  func rows(_ curves: Figure.Curves) -> JSON {
    .array(
      curves.series.flatMap { series in
        series.points.map { point in
          var members = [
            JSONMember("series", say(series.name)), JSONMember("x", number(point.x)),
            JSONMember("y", number(point.y)), JSONMember("low", number(point.low)),
            JSONMember("high", number(point.high)),
          ]
          if let name = curves.further { members.append(JSONMember(name, number(point.further))) }
          return .object(members)
        }
      })
  }

  func drawing(_ curves: Figure.Curves) -> [JSONMember] {
    let names = curves.series.map { say($0.name) }
    let colours = curves.series.map { JSON.string(GroupLook($0.colour).colour) }
    func position(_ axis: Figure.Axis, _ range: ClosedRange<Double>) -> [JSONMember] {
      let ends: JSON = [number(range.lowerBound), number(range.upperBound)]
      return [
        JSONMember("scale", ["domain": ends, "clamp": true, "nice": false]),
        JSONMember("axis", self.axis(axis.title, axis.style)),
      ]
    }
    let x = field("x", "quantitative", position(curves.x, curves.frame.x))
    let y = position(curves.y, curves.frame.y)
    let colour = field(
      "series", "nominal",
      [
        JSONMember("scale", ["domain": .array(names), "range": .array(colours)]),
        JSONMember("legend", ["title": .null, "orient": "bottom", "labelLimit": 400]),
      ])
    var layers: [JSON] = []
    for series in curves.series {
      let own = JSONMember(
        "transform",
        [["filter": ["field": "series", "equal": say(series.name)]]])
      let hasBounds = series.points.contains { $0.low != nil }
      if hasBounds {
        let look = series.look == .dots ? "rule" : "area"
        layers.append(
          .object([
            own, JSONMember("mark", mark(look, series)),
            JSONMember(
              "encoding",
              [
                "x": x, "y": field("low", "quantitative", y), "y2": ["field": "high"],
                "color": colour,
              ]),
          ]))
      }
      let look = series.look == .dots ? "point" : "line"
      layers.append(
        .object([
          own, JSONMember("mark", mark(look, series)),
          JSONMember(
            "encoding",
            .object([
              JSONMember("x", x), JSONMember("y", field("y", "quantitative", y)),
              JSONMember("color", colour),
              JSONMember("order", ["value": .null]),
              JSONMember(
                "tooltip",
                tips(
                  [("series", "nominal"), ("x", "quantitative"), ("y", "quantitative")]
                    + (curves.further.map { [($0, "quantitative")] } ?? []))),
            ])),
        ]))
    }
    return [JSONMember("height", 360), JSONMember("layer", .array(layers))]
  }

  private func mark(_ type: String, _ series: Figure.Curves.Series) -> JSON {
    var members = [JSONMember("type", .string(type))]
    switch series.look {
    case .line: break
    case .steps: members.append(JSONMember("interpolate", "step-after"))
    case .stepsBefore: members.append(JSONMember("interpolate", "step-before"))
    case .dashes: if type == "line" { members.append(JSONMember("strokeDash", [6, 4])) }
    case .dots:
      let isCloud = series.points.count > 60
      if type == "point" {
        members += [
          JSONMember("filled", true), JSONMember("size", isCloud ? 20 : 60),
          JSONMember("opacity", isCloud ? 0.45 : 1),
        ]
      }
    }
    if type == "area" { members.append(JSONMember("opacity", 0.16)) }
    return .object(members)
  }

  // MARK: Quantities under each other

  func rows(_ ranking: Figure.Ranking) -> JSON {
    .array(
      ranking.items.map { item in
        [
          "name": .string(item.name), "value": number(item.value), "low": number(item.low),
          "high": number(item.high),
        ]
      })
  }

  func drawing(_ ranking: Figure.Ranking) -> [JSONMember] {
    let y = field(
      "name", "nominal",
      [
        JSONMember("sort", .array(ranking.items.map { .string($0.name) })),
        JSONMember("axis", ["title": .null, "labelLimit": 260]),
      ])
    let x = axis(ranking.x.title, ranking.x.style)
    let bars: JSON = [
      "mark": ["type": "bar", "color": .string(GroupLook(0).colour)],
      "encoding": [
        "x": field("value", "quantitative", [JSONMember("axis", x)]),
        "tooltip": tips([
          ("name", "nominal"), ("value", "quantitative"), ("low", "quantitative"),
          ("high", "quantitative"),
        ]),
      ],
    ]
    let whiskers: JSON = [
      "mark": ["type": "rule", "color": "#1f2933"],
      "encoding": [
        "x": field("low", "quantitative", [JSONMember("axis", x)]), "x2": ["field": "high"],
      ],
    ]
    return [
      JSONMember("height", ["step": 24]), JSONMember("encoding", ["y": y]),
      JSONMember("layer", [bars, whiskers]),
    ]
  }
}

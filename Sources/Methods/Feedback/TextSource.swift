/// Texts that a request brings: given as they are, or a column of a table.
import Analytics
import Contract
import Support
import Tables

extension Workspace {
  /// The texts, and the table they are from.
  ///
  /// - Parameters:
  ///   - redacts: whether personal data is hidden in what is kept of them.
  ///   - dedupes: whether rows that were exported twice are left out.
  func texts(
    _ texts: [String]?, or data: DataParams, redacts: Bool, dedupes: Bool = false, _ run: Run
  ) throws -> (FeedbackTexts, OpenTable?) {
    guard let texts else {
      let opened = try open(data, run)
      if dedupes, let once = try RepeatedFeedback(opened.table, run) {
        return (
          try FeedbackTexts(once.table, redacts: redacts, rows: once.rows, run),
          OpenTable(table: once.table, changes: opened.changes)
        )
      }
      return (try FeedbackTexts(opened.table, redacts: redacts, run), opened)
    }
    guard data.path == nil, data.dataset == nil, data.rows == nil else {
      throw ParameterError(
        path: "params.texts", expected: "texts alone, or one of path, dataset, rows",
        found: "both")
    }
    guard !texts.isEmpty else { throw TableError.emptyTable(name: "texts") }
    return (FeedbackTexts(texts, redacts: redacts), nil)
  }
}

extension Speaker {
  /// For texts: the language most of them are in, unless the request or their table says.
  ///
  /// - Parameter languages: asked for where nothing else says.
  init(_ wish: LanguageChoice, _ languages: @autoclosure () -> [TextLanguage], of table: Table?) {
    guard table == nil, wish == .auto else {
      self.init(wish, of: table)
      return
    }
    let languages = languages()
    self.init(2 * languages.count { $0 == .zh } > languages.count ? .zh : .en)
  }
}

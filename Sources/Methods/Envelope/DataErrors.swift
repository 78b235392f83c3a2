/// The errors that reading data can give, for the descriptions of methods.
import Contract

enum DataErrors {
  static let codes: [ErrorCode] = [
    .fileNotFound, .pathNotAllowed, .fileTooLarge, .badEncoding, .malformedTable, .emptyTable,
    .columnNotFound, .badValue, .datasetNotFound, .datasetChanged, .memoryLimit, .outputExists,
  ]
}

/// Every error a client can meet: its number, its name, and when it happens.
///
/// Negative numbers are those of JSON-RPC and LSP; positive ones are ours and never change.
package enum ErrorCode: Int, Sendable, CaseIterable {
  case parseError = -32700
  case invalidRequest = -32600
  case methodNotFound = -32601
  case invalidParams = -32602
  case internalError = -32603
  case resourceNotFound = -32002
  case unsupportedProtocolVersion = -32022
  case requestCancelled = -32800

  case fileNotFound = 1001
  case pathNotAllowed = 1002
  case fileTooLarge = 1003
  case badEncoding = 1004
  case malformedTable = 1005
  case emptyTable = 1006
  case columnNotFound = 1007
  case ambiguousColumns = 1008
  case badValue = 1009
  case datasetNotFound = 1010
  case datasetChanged = 1011
  case customerNotFound = 1012

  case modelNotFound = 2001
  case modelIncompatible = 2002
  case notEnoughData = 2003
  case singleClass = 2004
  case notConverged = 2005
  case leakageSuspected = 2006
  case noTrueLabels = 2007
  case unknownFormula = 2008

  case badClusterCount = 3001
  case constantFeatures = 3002

  case purposeRequired = 4007

  case busy = 5001
  case jobNotFound = 5002
  case memoryLimit = 5003
  case timedOut = 5004
  case shuttingDown = 5005
  case messageTooLarge = 5006
  case outputExists = 5007

  /// The stable word of the code, as `data.code` of an error says it.
  package var name: String { "\(self)" }

  /// When it happens, in words for the reference page.
  package var words: String {
    switch self {
    case .parseError: "The text is not JSON."
    case .invalidRequest: "The JSON is not a request that can be served now."
    case .methodNotFound: "There is no method of this name."
    case .invalidParams: "A parameter is missing, unknown, or out of its range."
    case .internalError: "The server is at fault."
    case .resourceNotFound: "No resource of MCP has this address."
    case .unsupportedProtocolVersion: "The version of MCP that the request names is not spoken."
    case .requestCancelled: "The request was cancelled."
    case .fileNotFound: "There is no such file; candidates are similar names in its folder."
    case .pathNotAllowed: "The path is outside the roots, or no regular file."
    case .fileTooLarge: "The file is larger than the limit."
    case .badEncoding: "No encoding fits the bytes."
    case .malformedTable: "The file cannot be read as a table."
    case .emptyTable: "There are no data rows."
    case .columnNotFound: "A column the method needs was not found."
    case .ambiguousColumns: "Two columns fit one role equally well (strict only)."
    case .badValue: "A value is not what its place needs."
    case .datasetNotFound: "No dataset of this name is loaded."
    case .datasetChanged: "The file changed while it was read."
    case .customerNotFound: "There is no such customer; nearest ids are given."
    case .modelNotFound: "No model of this name is kept."
    case .modelIncompatible: "The model was made of other columns."
    case .notEnoughData: "There is too little data (strict only)."
    case .singleClass: "All rows have the same label (strict only)."
    case .notConverged: "The fit did not converge (strict only)."
    case .leakageSuspected: "Features know the answer too well (strict only)."
    case .noTrueLabels: "Accuracy was asked for without true labels."
    case .unknownFormula: "There is no formula of this name."
    case .badClusterCount: "More groups were asked for than there are distinct rows."
    case .constantFeatures: "Every feature is constant."
    case .purposeRequired: "The purpose must be said before people are scored."
    case .busy: "Too much is waiting already."
    case .jobNotFound: "There is no such job, or its result was kept long enough."
    case .memoryLimit: "The answer needs more memory than is allowed."
    case .timedOut: "The time the request allowed is over."
    case .shuttingDown: "The server is shutting down."
    case .messageTooLarge: "The message is larger than the limit."
    case .outputExists: "The output file exists and overwrite is not set."
    }
  }
}

/// How the server is doing.
import Contract
import Support
import Wire

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

enum Status: Method {
  static let name = "status"
  static let group = Group.server
  static let summary = "Say how the server is doing: version, time, memory, datasets, limits."
  static let effect = Effect.control
  static let tool: ToolWords? = ToolWords(
    en: "Server status", zh: "服务状态",
    "Says how the server is doing: version, uptime, memory, datasets, jobs, limits, and that it has"
      + " no network.")

  typealias Params = NoParameters

  struct Output: Answer {
    let version = Version.program
    let protocolVersion = Version.wire
    let processId = Int(getpid())
    let uptimeSeconds: Double
    let memoryBytes: Int
    let requestsInFlight: Int
    let requestsServed: Int
    let connections: Int
    let datasets: Int
    let models: Int
    let jobs: Int
    let roots: [String]
    let network = "none"
    let limits: OutputMap<Int>

    static let members: [Member<Self>] = [
      Member("version", \.version, "The version of the program."),
      Member("protocol", \.protocolVersion, "The version of the protocol."),
      Member("processId", \.processId, "The server's process."),
      Member("uptimeSeconds", \.uptimeSeconds, "Seconds since it started."),
      Member("memoryBytes", \.memoryBytes, "Memory it holds now."),
      Member("requestsInFlight", \.requestsInFlight, "Requests not answered yet."),
      Member("requestsServed", \.requestsServed, "Requests answered since it started."),
      Member("connections", \.connections, "Clients connected now."),
      Member("datasets", \.datasets, "Tables held in memory."),
      Member("models", \.models, "Models that are kept."),
      Member("jobs", \.jobs, "Jobs that run or wait."),
      Member("roots", \.roots, "Folders that files may be in; empty for all."),
      Member("network", \.network, "Always none: no network code exists."),
      Member("limits", \.limits, "The bounds of the server, by name."),
    ]
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    let facts = workspace.facts
    return Outcome(
      Output(
        uptimeSeconds: (facts.uptimeSeconds * 1000).rounded() / 1000,
        memoryBytes: residentBytes(), requestsInFlight: facts.requestsInFlight,
        requestsServed: facts.requestsServed, connections: facts.connections,
        datasets: workspace.tableCount, models: workspace.models.count,
        jobs: facts.jobs().filter { !$0.isOver }.count,
        roots: workspace.roots,
        limits: OutputMap(limits)))
  }

  private static let limits: [(key: String, value: Int)] = [
    ("messageBytes", Limits.messageBytes),
    ("nestingDepth", Limits.nestingDepth),
    ("batchMembers", Limits.batchMembers),
    ("requestsPerConnection", Limits.requestsPerConnection),
    ("unreadReplyBytes", Limits.unreadReplyBytes),
    ("connections", Limits.connections),
    ("fileBytes", Limits.fileBytes),
    ("rows", Limits.rows),
    ("columns", Limits.columns),
    ("cells", Limits.cells),
    ("tableBytes", Limits.tableBytes),
    ("datasets", Limits.datasets),
    ("watchMilliseconds", Limits.watchMilliseconds),
    ("models", Limits.models),
    ("folds", Limits.folds),
    ("aliveDays", Limits.aliveDays),
    ("customerTraits", Limits.customerTraits),
    ("traitValues", Limits.traitValues),
    ("survivalGroups", Limits.survivalGroups),
    ("survivalPoints", Limits.survivalPoints),
    ("survivalHorizons", Limits.survivalHorizons),
    ("formulaBytes", Limits.formulaBytes),
    ("formulaDepth", Limits.formulaDepth),
    ("formulaParts", Limits.formulaParts),
    ("formulaSteps", Limits.formulaSteps),
    ("formulaInputs", Limits.formulaInputs),
    ("itemsets", Limits.itemsets),
    ("rules", Limits.rules),
    ("popularSegments", Limits.popularSegments),
    ("tuningTrials", Limits.tuningTrials),
    ("modelBytes", Limits.modelBytes),
    ("comparedTexts", Limits.comparedTexts),
    ("discoveryCharacters", Limits.discoveryCharacters),
    ("calibrationTexts", Limits.calibrationTexts), ("embedTokens", Limits.embedTokens),
    ("embedWords", Limits.embedWords), ("embedQueries", Limits.embedQueries),
    ("ownCategories", Limits.ownCategories), ("ownSeeds", Limits.ownSeeds),
    ("seedBytes", Limits.seedBytes), ("tokenTextBytes", Limits.tokenTextBytes),
    ("textLabels", Limits.textLabels),
    ("textWeights", Limits.textWeights),
    ("textWork", Limits.textWork),
    ("feedbackWeights", Limits.feedbackWeights),
    ("feedbackWork", Limits.feedbackWork),
    ("feedbackGroups", Limits.feedbackGroups),
    ("joins", Limits.joins),
    ("joinKeys", Limits.joinKeys),
    ("profileItems", Limits.profileItems),
    ("appendRows", Limits.appendRows),
    ("appendKeys", Limits.appendKeys),
    ("appendCustomers", Limits.appendCustomers),
    ("sources", Limits.sources),
    ("identityPairs", Limits.identityPairs),
    ("identityReviews", Limits.identityReviews),
    ("groupMembers", Limits.groupMembers),
    ("pageRows", Limits.pageRows),
    ("treeRows", Limits.treeRows),
    ("pairRows", Limits.pairRows),
    ("treeColumns", Limits.treeColumns), ("linearColumns", Limits.linearColumns),
    ("hiddenUnits", Limits.hiddenUnits),
    ("inverseOrder", Limits.inverseOrder),
    ("inverseCells", Limits.inverseCells),
    ("treeLeaves", Limits.treeLeaves),
    ("treeDepth", Limits.treeDepth),
    ("trees", Limits.trees),
    ("forestNodes", Limits.forestNodes),
    ("permutations", Limits.permutations),
    ("treeClasses", Limits.treeClasses),
    ("cohortPeriods", Limits.cohortPeriods),
    ("cohortParts", Limits.cohortParts),
    ("forecastPeriods", Limits.forecastPeriods),
    ("forecastHorizon", Limits.forecastHorizon),
    ("forecastParts", Limits.forecastParts),
    ("featureWindows", Limits.featureWindows),
    ("plotPoints", Limits.plotPoints),
    ("plotFeatures", Limits.plotFeatures),
    ("plotGroups", Limits.plotGroups),
    ("plotWidth", Limits.plotWidths.upperBound),
    ("rankedFeatures", Limits.rankedFeatures),
    ("rankResamples", Limits.rankResamples),
    ("sampleCustomers", Limits.sampleCustomers),
    ("sampleMonths", Limits.sampleMonths),
    ("sampleCustomerMonths", Limits.sampleCustomerMonths),
    ("jobs", Limits.jobs),
    ("jobResultBytes", Limits.jobResultBytes),
    ("jobKeepSeconds", Limits.jobKeepSeconds),
    ("timeoutMilliseconds", Limits.timeoutMilliseconds),
  ]

  /// Pages in memory, from the second number of `/proc/self/statm`; 0 where there is none.
  private static func residentBytes() -> Int {
    let file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return 0 }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 128)
    let count = read(file, &bytes, bytes.count)
    guard count > 0 else { return 0 }
    let words = bytes[..<count].split(separator: UInt8(ascii: " "))
    guard words.count > 1, let pages = Int(String(decoding: words[1], as: UTF8.self)) else {
      return 0
    }
    return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
  }
}

/// What each target may import. A new edge is a change to this table, and says why in its commit.
enum Layers {
  static let system: Set<String> = ["Glibc", "Darwin", "Dispatch", "Synchronization"]

  static let allowed: [String: Set<String>] = [
    "Support": [],
    "Wire": ["Support"],
    "Contract": ["Wire", "Support"],
    // Records and inline rows come as JSON; the tape is read straight into columns.
    "Tables": ["Wire", "Support", "CSQLite", "CZlib", "CSystem"],
    "Numerics": ["Support"],
    "Learning": ["Numerics", "Support"],
    "Analytics": ["Tables", "Learning", "Numerics", "Support"],
    "Methods": ["Contract", "Wire", "Analytics", "Learning", "Tables", "Support", "CSystem"],
    "Dialects": ["Methods", "Contract", "Wire", "Support"],
    "Server": ["Dialects", "Methods", "Contract", "Wire", "Support", "CSystem"],
    // What is printed is all that is answered, the dialects' methods too.
    "ProtocolGen": ["Dialects", "Methods", "Contract", "Wire"],
    // The demo makes its shop with Analytics; answers come through Methods.
    "tenure": [
      "Server", "Dialects", "Methods", "Analytics", "Contract", "Wire", "Support", "CSystem",
    ],
    "tenure-gen": ["ProtocolGen", "Dialects", "Contract", "Support"],
    "tenure-bench": [
      "Server", "Methods", "Analytics", "Contract", "Learning", "Tables", "Numerics", "Wire",
      "Support", "CSystem",
    ],
    // What it tries is what the tests try.
    "tenure-fuzz": ["TestKit"],
  ]

  /// The only files that may start threads or wait for them.
  static let threaded: Set<String> = [
    "Sources/Numerics/Parallel.swift", "Sources/Tables/ParallelParse.swift",
    "Sources/tenure/Interrupt.swift",
  ]
}
